"""Looks at pages in a real browser, as those see them whose pages they are; gathers what is wrong.

Which pages, and whose they are, is the matter of `stops.py`.
"""
import re
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from threading import Thread

import html5lib
from axe_playwright_python.base import AXE_SCRIPT
from flask import Request
from flask.testing import FlaskClient
from lxml import etree
from lxml import html as markup
from werkzeug.serving import WSGIRequestHandler, make_server

from cop.base.db import db

#: Widths in pixels; at the last one nothing but the width is looked at (WCAG 1.4.10).
WIDE, NARROW, NARROWEST = 1280, 375, 320
#: What WCAG 2.2 added, axe looks at when asked; a letter has no landmarks.
RULES = {"target-size": {"enabled": True}}
OF_LETTERS = RULES | {rule: {"enabled": False} for rule in ("region", "landmark-one-main")}
#: What another scheme may change: schemes differ in colours alone (static/css/tokens.css).
COLOURS = ["color-contrast", "link-in-text-block"]
LETTERS = ("/admin/mail/previews/<name>/html",)
#: What two pages may differ in and still be alike, besides numbers, words and how many of the same
#: kind follow each other: where links lead, and what of the words stands in attributes.
ACCIDENTS = re.compile("href|src|srcset|value|title|datetime|aria-label|alt|placeholder|action"
                       "|content|data-.*")


@dataclass(frozen=True)
class Look:
    """`scheme`: light, dark, contrast. `unfolded`: everything that can be opened is open.
    `colours`: only those are looked at."""

    width: int
    scheme: str
    unfolded: bool = False
    colours: bool = False


class Crawl:
    """Goes from stop to stop and looks at each page there. `wrong`: what → where."""

    def __init__(self, app, keys, chromium, server, kept: Path | None = None):
        self.keys, self.server, self.kept = keys, server, kept
        self.client = FlaskClient(app, app.response_class, use_cookies=False)
        self.context = chromium.new_context(base_url=server.address, reduced_motion="reduce",
                                            service_workers="block",
                                            viewport={"width": NARROW, "height": 800})
        self.context.add_init_script(AXE_SCRIPT)
        self.window = self.context.new_page()
        self.window.set_default_timeout(120_000)
        self.wrong, self.seen, self.where, self.looks = defaultdict(list), {}, "", 0
        self.menus = set()
        self.routes, self.statuses, self.rules = set(), set(), RULES
        self._listen()

    def go(self, stop, looks) -> bool:
        """What is no page is left out, what is alike is seen once: whether this was seen."""
        answer = self._ask(stop)
        page = answer.text if answer.mimetype == "text/html" else ""
        answer.close()
        if not page.lstrip().startswith("<!doctype"):
            return False
        self.routes.add(stop.route.line)
        self.statuses.add(answer.status_code)
        if not self._is_new(stop, page):
            return False
        self.where = str(stop)
        self._is_valid(page)
        self._open(stop, answer)
        for look in looks:
            self._look(look)
        self._open_menus()
        return True

    def _ask(self, stop):
        headers = {"Cookie": self.keys[stop.role]["cookie"]}
        with self.client.application.app_context():
            if stop.route.method == "GET":
                answer = self.client.get(stop.asked, headers=headers, follow_redirects=True)
            else:
                answer = self.client.post(stop.asked, headers=headers, data=stop.sent | {
                    "csrf_token": self.keys[stop.role]["token"]})
            db.session.remove()
        return answer

    def _is_new(self, stop, page) -> bool:
        kind = skeleton(markup.document_fromstring(page))
        if kind in self.seen:
            return False
        self.seen[kind] = stop
        if self.kept:
            name = re.sub(r"\W+", "-", f"{len(self.seen)} {stop}")
            (self.kept / f"{name}.html").write_text(page)
        return True

    def _open(self, stop, answer) -> None:
        """The page of a letter runs no scripts, nor would axe: the letter is shown by itself."""
        self.rules = OF_LETTERS if stop.route.address in LETTERS else RULES
        if stop.route.address in LETTERS:
            self.window.goto("about:blank")
            self.window.set_content(answer.text)
            return
        self.context.clear_cookies()
        name, value = self.keys[stop.role]["cookie"].split("=", 1)
        self.context.add_cookies([{"name": name, "value": value, "url": self.server.address}])
        address = answer.request.full_path.rstrip("?")
        self.server.ready[address] = answer
        self.window.goto(address)

    def _is_valid(self, page) -> None:
        parser = html5lib.HTMLParser()
        parser.parse(page)
        for (line, _column), what, more in parser.errors:
            self._note(f"HTML: {what} {more}", page.splitlines()[line - 1][:200])

    def _look(self, look) -> None:
        self.looks += 1
        self.window.set_viewport_size({"width": look.width, "height": 800})
        self.window.emulate_media(color_scheme="light" if look.scheme == "light" else "dark")
        asked = {"runOnly": COLOURS} if look.colours else {"rules": self.rules}
        found = self.window.evaluate(LOOK, {
            "theme": look.scheme if look.scheme == "contrast" else "", "unfolded": look.unfolded,
            "options": {"resultTypes": ["violations"], "preload": False} | asked})
        self._note_all(found, look)
        narrow = look.width == NARROW and not look.colours
        for width in (look.width, NARROWEST) if narrow else ():
            self.window.set_viewport_size({"width": width, "height": 800})
            if self.window.evaluate("document.documentElement.scrollWidth > innerWidth"):
                self._note(f"scrolls sideways at {width}", self.window.evaluate(WIDEST))

    def _open_menus(self) -> None:
        """Each menu stays inside the narrowest page, whichever way that runs; of those that are
        alike one is looked at."""
        self.window.set_viewport_size({"width": NARROWEST, "height": 800})
        told = self.window.evaluate(MENUS, {"known": list(self.menus), "options": {
            "resultTypes": ["violations"], "preload": False, "rules": self.rules}})
        for kind, found, outside in told:
            self.menus.add(kind)
            self._note_all(found, "in an open menu")
            if outside:
                self._note(f"a menu sticks out at {NARROWEST} ({outside})", kind[:160])

    def _note_all(self, found, look) -> None:
        for rule in found:
            for node in rule["nodes"]:
                self._note(f"axe: {rule['id']} {look}", f"{node['html'][:160]} "
                           f"{node['failureSummary'][:300]}")

    def _note(self, what, more) -> None:
        places = self.wrong[f"{what}: {more}"]
        places.append(self.where)
        if len(places) == 1:
            print(f"{what}: {more}\n    {self.where}", flush=True)

    def _listen(self) -> None:
        self.window.on("request", lambda request: request.url.startswith((
            self.server.address, "data:", "about:")) or self._note("asks elsewhere", request.url))
        self.window.on("pageerror", lambda error: self._note("throws", error))
        self.window.on("console", self._hear)

    def _hear(self, message) -> None:
        """That a page which refuses something refuses it is as it should be."""
        if message.type == "error" and message.location["url"] != self.window.url:
            self._note("says", message.text)


def skeleton(element) -> str:
    """A page, or a part of one, without its accidents."""
    names = [name if value and ACCIDENTS.fullmatch(name) else f'{name}="{value}"'
             for name, value in element.items()]
    parts = [_has_words(element.text)]
    for child in element.iterchildren(etree.Element):
        parts += [skeleton(child), _has_words(child.tail)]
    inside = "".join(kind for kind, _ in groupby(filter(None, parts)))
    return f"<{re.sub('[0-9]', '', ' '.join([element.tag, *names]))}>{inside}</>"


def _has_words(text) -> str:
    return "." if text and text.strip() else ""


#: What axe finds on the page as it looks now.
LOOK = """async ({theme, unfolded, options}) => {
  const page = document.documentElement;
  if (theme) page.dataset.theme = theme; else delete page.dataset.theme;
  for (const each of document.querySelectorAll(
    unfolded ? "details:not(.menu)" : "details[data-opened]")) {
    each.toggleAttribute("data-opened", unfolded && !each.open);
    each.open = unfolded;
  }
  return (await axe.run(document, options)).violations;
}"""
#: Menu by menu: what it is like, what axe finds in it, in which directions it leaves the page.
MENUS = """async ({known, options}) => {
  const page = document.documentElement, {dir} = page, told = [];
  for (const menu of document.querySelectorAll("details.menu")) {
    if (!menu.offsetParent) continue;
    const panel = menu.querySelector(".panel");
    const kind = menu.outerHTML.replace(/>[^<]*</g, "><").replace(
      /\\s(?!class|role|type)[\\w-]+="[^"]*"/g, "").replace(/(<[^<>]+>(<\\/\\w+>)?)\\1+/g, "$1");
    const turn = (open) => new Promise((done) => {
      menu.addEventListener("toggle", () => setTimeout(done), {once: true});
      menu.open = open;
    });
    const outside = [];
    for (const way of ["rtl", "ltr"]) {
      if (menu.open) await turn(false);
      page.dir = way;
      await turn(true);
      const {left, right} = panel.getBoundingClientRect();
      if (left < 0 || right > innerWidth) outside.push(way);
    }
    page.dir = dir;
    const found = known.includes(kind) ? [] : (await axe.run(menu, options)).violations;
    known.push(kind);
    await turn(false);
    told.push([kind, found, outside.join()]);
  }
  return told;
}"""
#: What sticks out.
WIDEST = """() => [...document.querySelectorAll("body *")].filter(
  each => each.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map(
  each => each.outerHTML.slice(0, 120)).join(" | ")"""


class _Server:
    """The application; an answer that is ready is handed out, once, and not made again."""

    def __init__(self, app):
        self.app, self.ready, self.address = app, {}, ""

    def __call__(self, environ, start_response):
        answer = self.ready.pop(Request(environ).full_path.rstrip("?"), self.app)
        return answer(environ, start_response)


class _Quiet(WSGIRequestHandler):
    def log(self, *_):
        """Says nothing."""


@contextmanager
def served(app):
    """This application, served by a thread of its own."""
    handing = _Server(app)
    server = make_server("127.0.0.1", 0, handing, threaded=True, request_handler=_Quiet)
    handing.address = f"http://127.0.0.1:{server.port}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield handing
    finally:
        server.shutdown()
