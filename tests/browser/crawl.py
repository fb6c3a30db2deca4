"""Every page there is, as everybody sees it, in a real browser; what is wrong is gathered.

The things pages are about come from the world of the law, so does who is let in where.
"""
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from threading import Thread

import html5lib
from axe_playwright_python.base import AXE_SCRIPT
from flask.testing import FlaskClient
from werkzeug.serving import WSGIRequestHandler, make_server

from cop.base.db import db
from tests.law.bodies import query_of
from tests.law.roles import FAMILIES, ROLES
from tests.law.routes import Route, routes_of
from tests.law.table import read_table

#: Widths in pixels; at the last one nothing but the width is looked at (WCAG 1.4.10).
WIDE, NARROW, NARROWEST = 1280, 375, 320
#: What WCAG 2.2 added, axe looks at when asked; a letter has no landmarks.
RULES = {"target-size": {"enabled": True}}
OF_LETTERS = RULES | {rule: {"enabled": False} for rule in ("region", "landmark-one-main")}
LETTERS = ("/admin/mail/previews/<name>/html",)
#: What two pages may differ in and still be alike: numbers, names, secrets.
ACCIDENT = re.compile(r'value="[\w.-]{40,}"|\d+|Rosa [\w-]+|Office of [\w-]+|\b[A-Z]{1,2}\b')


@dataclass(frozen=True)
class Stop:
    """One address in the hands of one role, in one language."""

    route: Route
    address: str
    role: str
    language: str

    @property
    def asked(self) -> str:
        return f"{self.address}{'&' if '?' in self.address else '?'}ui={self.language}"

    def __str__(self) -> str:
        return f"{self.route.line} {self.role} {self.asked}"


@dataclass(frozen=True)
class Look:
    """`scheme`: light, dark, contrast. `unfolded`: everything that can be opened is open."""

    width: int
    scheme: str
    unfolded: bool = False


def all_stops(app, parts) -> Iterator[Stop]:
    """Every page as every role that is let in, in each state, in both languages."""
    for route, cells in _pages(app):
        for (role, places), language in product(_let_in(route, cells, parts), ("en", "it")):
            for address in places:
                yield Stop(route, address, role, language)


def some_stops(app, parts) -> Iterator[Stop]:
    """Every page once. Whose turn it is of the groups of roles that are let in to different things
    changes from page to page, and so does the language."""
    for turn, (route, cells) in enumerate(_pages(app)):
        groups = defaultdict(list)
        for role, places in _let_in(route, cells, parts):
            groups[tuple(places)].append(role)
        turns = list(groups.items())
        if turns:
            places, roles = turns[turn % len(turns)]
            yield Stop(route, places[turn % len(places)], roles[turn % len(roles)],
                       ("en", "it")[turn % 2])


def _pages(app) -> Iterator[tuple[Route, object]]:
    table = read_table()
    return ((route, table[route.line]) for route in routes_of(app)
            if route.method == "GET" and not route.address.startswith("/api/v1"))


def _let_in(route, line, parts) -> Iterator[tuple[str, list[str]]]:
    """Role → where it is let in."""
    for role in ROLES:
        there = [parts["one"][""] | parts[line.family][state]
                 for state, letter in zip(FAMILIES[line.family], line.cells[role], strict=True)
                 if letter == "+"]
        if there:
            yield role, [route.at(each) + query_of(route, each) for each in there]


class Crawl:
    """Goes from stop to stop and looks at each page there. `wrong`: what → where."""

    def __init__(self, app, keys, chromium, address, kept: Path | None = None):
        self.keys, self.address, self.kept = keys, address, kept
        self.client = FlaskClient(app, app.response_class, use_cookies=False)
        self.context = chromium.new_context(base_url=address, reduced_motion="reduce",
                                            service_workers="block",
                                            viewport={"width": NARROW, "height": 800})
        self.window = self.context.new_page()
        self.window.set_default_timeout(120_000)
        self.wrong, self.seen, self.where, self.looks = defaultdict(list), {}, "", 0
        self.routes, self.rules = set(), RULES
        self._listen()

    def go(self, stop: Stop, looks) -> None:
        """What is no page is left out, what only names and numbers tell apart is seen once."""
        page = self._fetch(stop)
        if page is None:
            return
        self.routes.add(stop.route.line)
        self.where = str(stop)
        self._is_valid(page)
        self._open(stop, page)
        self.window.evaluate(AXE_SCRIPT)
        for look in looks:
            self._look(look)

    def _open(self, stop, page) -> None:
        """The page of a letter runs no scripts, nor would axe: the letter is shown by itself."""
        self.rules = OF_LETTERS if stop.route.address in LETTERS else RULES
        if stop.route.address in LETTERS:
            self.window.goto("about:blank")
            self.window.set_content(page)
            return
        self.context.clear_cookies()
        name, value = self.keys[stop.role]["cookie"].split("=", 1)
        self.context.add_cookies([{"name": name, "value": value, "url": self.address}])
        self.window.goto(stop.asked)

    def _fetch(self, stop) -> str | None:
        with self.client.application.app_context():
            answer = self.client.get(stop.asked, follow_redirects=True,
                                     headers={"Cookie": self.keys[stop.role]["cookie"]})
            db.session.remove()
        is_page = answer.status_code == 200 and answer.mimetype == "text/html"
        page = answer.text if is_page else ""  # some lead on to what is refused
        answer.close()
        kind = ACCIDENT.sub("", page)
        if not page.lstrip().startswith("<!doctype") or kind in self.seen:
            return None
        self.seen[kind] = stop
        if self.kept:
            name = re.sub(r"\W+", "-", f"{len(self.seen)} {stop}")
            (self.kept / f"{name}.html").write_text(page)
        return page

    def _is_valid(self, page) -> None:
        parser = html5lib.HTMLParser()
        parser.parse(page)
        for (line, _column), what, more in parser.errors:
            self._note(f"HTML: {what} {more}", page.splitlines()[line - 1][:200])

    def _look(self, look) -> None:
        self.looks += 1
        self.window.set_viewport_size({"width": look.width, "height": 800})
        self.window.emulate_media(color_scheme="light" if look.scheme == "light" else "dark")
        found = self.window.evaluate(LOOK, {
            "theme": look.scheme if look.scheme == "contrast" else "", "unfolded": look.unfolded,
            "options": {"resultTypes": ["violations"], "preload": False, "rules": self.rules}})
        for rule in found:
            for node in rule["nodes"]:
                self._note(f"axe: {rule['id']} {look}", f"{node['html'][:160]} "
                           f"{node['failureSummary'][:300]}")
        for width in {look.width, NARROWEST} if look.width == NARROW else ():
            self.window.set_viewport_size({"width": width, "height": 800})
            if self.window.evaluate("document.documentElement.scrollWidth > innerWidth"):
                self._note(f"scrolls sideways at {width}", self.window.evaluate(WIDEST))

    def _note(self, what, more) -> None:
        self.wrong[f"{what}: {more}"].append(self.where)

    def _listen(self) -> None:
        self.window.on("request", lambda request: request.url.startswith((
            self.address, "data:", "about:")) or self._note("asks another host", request.url))
        self.window.on("pageerror", lambda error: self._note("throws", error))
        self.window.on("console", lambda message: message.type == "error" and self._note(
            "says", message.text))


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
#: What sticks out.
WIDEST = """() => [...document.querySelectorAll("body *")].filter(
  each => each.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map(
  each => each.outerHTML.slice(0, 120)).join(" | ")"""


class _Quiet(WSGIRequestHandler):
    def log(self, *_):
        """Says nothing."""


@contextmanager
def served(app):
    """The address of this application, served by a thread of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
