"""Words that try to run: in every place where a person writes, shown by a real Chromium.

Once with the content policy switched off, so that what is served must be clean by itself; the
policy is tried on pages that are not. Pages come from the application itself, without a server.
"""
from email.message import EmailMessage
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Error

from cop.base.db import db
from cop.base.site import decide
from cop.base.text import clean
from cop.discussions.models.topics import Post, Topic
from cop.discussions.service.imports import import_topics
from cop.mailbox.service import take_in
from cop.notifications.post_letters import reply_address
from cop.people.service.imports import import_people
from cop.spaces.models import Space
from cop.web.headers import POLICY
from tests.attacks import world
from tests.attacks.conftest import lists  # noqa: F401 (a fixture)
from tests.http.mailbox.conftest import take_mail  # noqa: F401 (a fixture)

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
HERE = "http://localhost"
#: Whatever runs calls one of these, or throws, or asks somebody else.
TRAP = """
window.__ran = [];
for (const name of ["alert", "confirm", "prompt", "print", "open", "xss", "abuse"])
  window[name] = (...given) => { window.__ran.push(name + ": " + given.join()); };
Document.prototype.write = (...given) => { window.__ran.push("write: " + given.join()); };
"""
#: What stands in the page as the browser understood it, and could run; ours stands in files.
FOUND = """() => {
  if (document.contentType !== "text/html") return [];
  const found = [], bad = /^[\\s\\x00-\\x20]*(javascript|vbscript|data|livescript|mocha):/i;
  for (const each of document.querySelectorAll("*")) {
    const tag = each.localName;
    if (/^(i?frame|frameset|object|embed|applet|base|style|math|portal)$/.test(tag)
        || (tag === "template" && !each.dataset.outline)
        || (tag === "script" && each.type !== "application/ld+json"
            && !each.getAttribute("src")?.startsWith("/static/js/"))
        || (tag === "link" && !each.getAttribute("href")?.match(/^(\\/|http:\\/\\/localhost\\/)/))
        || (tag === "meta" && each.httpEquiv)
        || (tag === "svg" && !each.matches(".icon, .map svg, svg.icon, [aria-hidden], [role=img]")))
      found.push(each.outerHTML.slice(0, 200));
    for (const { name, value } of each.attributes)
      if (/^on/i.test(name) || name === "srcdoc"
          || (name === "style" && !/^(translate: -?[\\d.]+px;)?$/.test(value))  // a menu, by app.js
          || (/^(href|src|action|formaction|xlink:href|data|poster|background)$/i.test(name)
              && bad.test(value) && !value.startsWith("data:image/")))
        found.push(tag + " " + name + "=" + value.slice(0, 150));
  }
  return found;
}"""


@pytest.fixture
def strings(lists):  # noqa: F811
    return lists["xss"]


class Window:
    """A Chromium that asks the application for everything, and tells what ran."""

    def __init__(self, chromium, client, *, bypass_csp):
        self.client, self.foreign, self.thrown, self.blocked = client, set(), [], []
        self.context = chromium.new_context(bypass_csp=bypass_csp, service_workers="block")
        self.context.add_init_script(TRAP)
        self.context.route("**/*", self._serve)
        self.page = self.context.new_page()
        network = self.context.new_cdp_session(self.page)  # how pages look makes nothing run
        network.send("Network.enable")
        network.send("Network.setBlockedURLs", {"urls": ["*/static/css/*"]})
        self.page.on("pageerror", lambda error: self.thrown.append(str(error)))
        self.page.on("dialog", lambda dialog: self.thrown.append(dialog.message))
        self.page.on("console", lambda said: "Content Security Policy" in said.text
                     and self.blocked.append(said.text))
        self.pages, self.kept = {}, {}

    def _serve(self, route):
        parts = urlsplit(route.request.url)
        if parts.netloc != "localhost":
            self.foreign.add(route.request.url)
            return route.abort()
        if parts.path in self.pages:
            body, headers = self.pages[parts.path]
            return route.fulfill(body=body, headers=headers, status=200)
        if route.request.url not in self.kept:
            answer = self.client.get(
                f"{parts.path}?{parts.query}", follow_redirects=True,
                headers={"Accept": route.request.headers.get("accept", "")})
            told = (answer.status_code, dict(answer.headers), answer.get_data())
            if not parts.path.startswith("/static/"):
                return route.fulfill(status=told[0], headers=told[1], body=told[2])
            self.kept[route.request.url] = told
        status, headers, body = self.kept[route.request.url]
        return route.fulfill(status=status, headers=headers, body=body)

    def look(self, path):
        """Open a page; what ran or could run on it."""
        try:
            self.page.goto(HERE + path, wait_until="load")
        except Error as none:
            if "Download is starting" in none.message or "net::ERR_ABORTED" in none.message:
                return []  # a file to keep is not shown
            raise
        opened = self.page.evaluate("""() => {
          document.querySelectorAll("details").forEach((each) => { each.open = true; });
          document.querySelectorAll("*").forEach((each) => {
            for (const kind of ["mouseover", "focus", "error", "load", "toggle", "animationstart"])
              each.dispatchEvent(new Event(kind)); });
          return window.__ran; }""")
        return [f"{path}: {each}" for each in [*opened, *self.page.evaluate(FOUND)]]


@pytest.fixture
def window(chromium):
    opened = []

    def open_window(client, *, bypass_csp=True):
        opened.append(Window(chromium, client, bypass_csp=bypass_csp))
        return opened[-1]

    yield open_window
    for each in opened:
        each.context.close()


UNCLEAN = """<!doctype html><title>x</title><p>x</p><script>xss(1)</script>
<img src="/nowhere.png" onerror="xss(2)"><a href="javascript:xss(3)">x</a>
<svg onload="xss(4)"></svg><iframe srcdoc="<script>parent.xss(5)</script>"></iframe>
<script src="https://evil.example/x.js"></script><style>p { color: red }</style>"""


def test_the_trap_catches_and_the_policy_blocks(app, browse, window):
    """Else the other tests would prove nothing."""
    told = {"Content-Type": "text/html", "Content-Security-Policy": POLICY}
    for is_off in (True, False):
        open_one = window(browse(), bypass_csp=is_off)
        open_one.pages["/unclean"] = (UNCLEAN, told)
        found = open_one.look("/unclean")
        ran = [each for each in found if "xss: " in each]
        if is_off:
            assert len(ran) >= 3 and open_one.foreign
        else:
            assert not ran and not open_one.foreign and len(open_one.blocked) >= 4
        assert len(found) - len(ran) >= 6  # what could run is seen in either case


def test_nothing_that_people_write_runs(app, make, browse, run_jobs, strings, window):
    """386 strings in posts, titles, names, files, cases …; every page that shows them. What is
    long holds as many of them as there is room for."""
    turn, usable = iter(range(10**9)), [each for each in strings if len(clean(each).strip()) > 9]

    def say(most=0):
        fitting = [each for each in usable if len(each) <= (most or 10**6)]
        said = fitting[next(turn) % len(fitting)]
        while len(more := f"{said} {fitting[next(turn) % len(fitting)]}") <= (most or 500):
            said = more
        return said

    there, topics = _tell(make, strings, say)
    paths = [f"/topics/{topic.id}" for topic in topics]
    run_jobs()
    client = browse(there.staff)
    open_one, problems = window(client), []
    for titles in _batches(strings, len(topics)):
        for topic, title in zip(topics, titles, strict=False):
            topic.title = title[:150]
        db.session.commit()
        problems += open_one.look("/topics")
    asked = [f"{path}?{urlencode({'q': say(900)})}" for path in ASKED for _ in range(2)]
    for path in [*paths, *asked, *LISTS, *_each_page(app, there)]:
        problems += open_one.look(path)
    assert not problems, "\n".join(problems[:40])
    assert not open_one.foreign, open_one.foreign
    assert not open_one.thrown, open_one.thrown


def _tell(make, strings, say):
    """The community with one of everything; and each string in a post, a name and an office."""
    decide("new_links_a_post", 0)
    decide("name", say(60))
    decide("organisation", say(200))
    decide("notice", {"en": say(300)})
    there, topics = world.build(make, say), []
    topics.append(_arrive(say, there))
    space = make.space(say(70), description=say(300))
    for some in _batches(strings, 19):
        topic = make.topic(space, there.staff, title=say(150), source="Words.")
        make.answers(topic, there.staff, [1] * len(some))
        for post, text in zip(Post.query.filter(Post.topic_id == topic.id, Post.number > 1), some,
                              strict=True):
            post.source = text
            post.author = make.person(text[:100], organisation=text[:150], about=text)
        topics.append(topic)
    return there, topics


def _arrive(say, there):
    """By mail, and in files that are imported; the topic that came so."""
    db.session.commit()
    letter = EmailMessage()
    letter["From"] = f'"{header(say(60))}" <{there.staff.email}>'
    letter["Subject"], letter["Message-ID"] = header(say(90)), "<1@his.example>"
    letter.set_content(say(900))
    letter.add_alternative(f"<html><body>{say(900)}<p>Words.</p></body></html>", subtype="html")
    post = db.session.get(Post, there.places["post_id"])
    assert take_in(letter.as_bytes(), recipient=reply_address(there.staff, post)) == "taken"
    people = [{"name": say(90), "email": f"p{number}@example.org", "organisation": say(120),
               "region": "ITH3", "language": "it", "roles": ""} for number in range(20)]
    assert list(import_people(None, enumerate(people, 1)))[-1].taken == 20
    posts = [{"thread_id": "1", "post_id": f"{number}", "parent_id": "1" if number > 1 else "",
              "author": f"{header(say(60))} <q{number}@example.org>", "date": "2026-01-02",
              "subject": say(140), "body": say(), "lang": "en"} for number in range(1, 11)]
    space = Space.query.filter_by(slug="room").one()
    assert list(import_topics(enumerate(posts, 1), space))[-1].taken == 10
    return Topic.query.order_by(Topic.id.desc()).first()


def header(words):
    """What a header can hold, on one line."""
    return " ".join(words.split()).replace('"', "'").replace("\\", "/")


def _batches(strings, size):
    return [strings[first:first + size] for first in range(0, len(strings), size)]


LISTS = ["/people", "/people?q=alert", "/topics", "/search?q=alert", "/search?q=script&kind=topic",
         "/search/suggest?q=al", "/cases/2", "/cases/2/history", "/cases/3", "/cases/3/edit"]
#: What is asked is shown again.
ASKED = ("/search", "/people", "/search/advanced")


def _each_page(app, there):
    """Of every rule for reading, where it leads in this community."""
    for rule in app.url_map.iter_rules():
        is_page = "." not in rule.rule and not rule.endpoint.startswith(
            ("security.", "static", "api", "pages.show_preview_as_html"))
        if "GET" in rule.methods and is_page:
            try:
                yield rule.build({name: there.value(rule.endpoint, name)
                                  for name in rule.arguments})[1]
            except ValueError:
                continue
