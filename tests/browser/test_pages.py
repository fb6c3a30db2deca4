"""The pages of the demo, which are full, in a real browser: nothing axe objects to, nothing
sideways, nothing heavy. `test_every_page.py` visits every address, with little on it."""
import re

import pytest

from tests.browser.acts import ADMIN, CHIARA, PAOLO, sign_in
from tests.servers import wait_until

pytestmark = pytest.mark.browser

FIRST_PAGE, LATER_PAGE, SCRIPTS = 60_000, 30_000, 20_000  # bytes over the wire
READABLE = 8_000  # milliseconds
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
OF_VISITORS = ["/", "/topics", "/spaces", "/spaces/veneto", "/cases", "/search?q=giovani",
               "/search/advanced", "/login",
               "/register", "/reset", "/people", "/about", "/help", "/privacy", "/terms",
               "/accessibility", "/nothing-here", "/api/docs", "/display", "/styleguide"]
OF_MEMBERS = ["/", "/inbox", "/me", "/me/settings", "/me/keys", "/cases/new", "/cases/mine",
              "/spaces/veneto/topics/new", "/people"]
LOOKS = [(1280, False), (375, True)]
# Looked at once, where it is hardest: narrow and dark.
ONCE_OF_VISITORS = ["/cases?view=table", "/cases?view=map", "/search?q=zzqxv",
                    "/search?q=giovanni+apprendsitato"]
ONCE_OF_MEMBERS = ["/me/searches/new?q=giovani", "/topics?state=new", "/spaces/veneto",
                   "/spaces/veneto/topics/new?kind=clinic"]
MODERATED = ["move", "merge", "pin", "split", "delete", "edit"]


@pytest.fixture(scope="session")
def axe():
    return pytest.importorskip("axe_playwright_python.sync_playwright").Axe()


def look_at(window, axe, path):
    window.goto(path)
    found = axe.run(window).response["violations"]
    assert not found, f"{path}: " + "; ".join(
        f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found)
    overflow = window.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0, f"{path} is {overflow} pixels too wide"


@pytest.mark.parametrize("width, dark", LOOKS)
def test_the_pages_of_visitors_are_for_everybody(visit, axe, width, dark):
    window = visit(width=width, dark=dark)
    for path in OF_VISITORS:
        look_at(window, axe, path)


@pytest.mark.parametrize("width, dark", LOOKS)
def test_the_pages_of_members_are_for_everybody(visit, axe, width, dark):
    window = sign_in(visit(width=width, dark=dark), CHIARA)
    for path in OF_MEMBERS:
        look_at(window, axe, path)
    window.goto("/topics")
    for path in (_first(window, "/topics", "main .items h3 a, main .items h2 a"),
                 _first(window, "/cases", "main .cards a, main .items a")):
        look_at(window, axe, path)


def test_narrow_and_dark_the_smaller_pages_are_for_everybody(visit, axe):
    visitor = visit(width=375, dark=True)
    for path in ONCE_OF_VISITORS:
        look_at(visitor, axe, path)
    first = [_first(visitor, "/dates", "main .items h3 a"),
             _first(visitor, "/guides", "main .cards a, main .items a")]
    member = sign_in(visit(width=375, dark=True), CHIARA)
    case = _first(member, "/search?q=richiamo+48+ore", "main .hit a[href^='/cases/']")
    number = re.search(r"\d+", case).group()
    for path in [*ONCE_OF_MEMBERS, *first, case,
                 f"/cases/{number}/adoptions/new", f"/bookmarks/case/{number}"]:
        look_at(member, axe, path)


def test_what_moderators_open_and_confirm_is_for_everybody(visit, axe):
    window = sign_in(visit(width=375, dark=True), PAOLO)
    topic = _first(window, "/search?q=saltare+due+appuntamenti", "main .hit h2 a")
    window.goto(topic)
    window.locator("main .post .menu > summary").first.click()
    assert not axe.run(window).response["violations"]
    for page in [window.locator(f"main a[href$='/{act}']").first.get_attribute("href")
                 for act in MODERATED]:
        look_at(window, axe, page)


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_phone_what_is_folded_of_a_case_opens_from_its_list_and_is_printed(visit, javascript):
    window = visit(javascript=javascript, width=375)
    window.goto(_first(window, "/search?q=nuorten+yksi+ovi", "main .hit a[href^='/cases/']"))
    part = window.locator(".story > details:has(#transfer)")
    assert not part.evaluate("part => part.open")
    window.emulate_media(media="print")
    assert window.locator("#transfer").bounding_box()["height"] > 100
    window.emulate_media(media="screen")
    window.click(".contents a[href='#transfer']")
    assert part.evaluate("part => part.open")
    top = part.locator("h2").bounding_box()["y"]
    assert 0 <= top < 200, "and its name is in sight"


def test_on_a_wide_page_the_list_of_a_case_stays_in_sight_beside_all_of_its_text(visit):
    window = visit()
    window.goto(_first(window, "/search?q=richiamo+48+ore", "main .hit a[href^='/cases/']"))
    assert not window.locator(".story > details:not([open])").count()
    window.click(".contents a[href='#learning']")
    window.wait_for_function("() => scrollY > 1000")
    listed, text = (window.locator(part).bounding_box() for part in (".contents", "#learning"))
    assert listed["y"] >= 0 and listed["x"] + listed["width"] < text["x"]


def test_in_the_colours_of_the_system_what_is_main_present_and_new_is_still_seen(visit):
    window = visit()
    window.emulate_media(forced_colors="active")
    window.goto("/styleguide")

    def shown(name, part, pseudo=""):
        return window.evaluate("([part, pseudo, name]) => getComputedStyle("
                               "document.querySelector(part), pseudo)[name]", [part, pseudo, name])

    paper = shown("backgroundColor", "html")
    assert shown("backgroundColor", "main .button:not(.quiet)") != paper
    assert shown("backgroundColor", ".items > .unread h3", "::before") != paper
    assert shown("borderBottomColor", ".tabs a:not([aria-current])") == paper
    assert shown("borderBottomColor", ".tabs a[aria-current]") != paper


def test_pages_are_light_enough_for_a_slow_line(visit):
    """By what travels, heads and all: the home page and all that belongs to it, then the others."""
    window = visit()
    sizes, scripts = [], {}
    session = window.context.new_cdp_session(window)
    session.send("Network.enable")
    session.on("Network.responseReceived", lambda told: told["type"] == "Script" and
               scripts.setdefault(told["requestId"], 0))
    session.on("Network.loadingFinished", lambda told: _count(told, sizes, scripts))
    window.goto("/", wait_until="networkidle")
    assert sum(sizes) <= FIRST_PAGE, f"the first page weighs {sum(sizes)} bytes"
    long = "/search?q=saltare+due+appuntamenti"
    for path in ("/topics", "/cases", "/spaces", _first(window, long, "main .hit h2 a")):
        sizes.clear()
        window.goto(path, wait_until="networkidle")
        assert sum(sizes) <= LATER_PAGE, f"{path} weighs {sum(sizes)} bytes"
    assert 0 < sum(scripts.values()) <= SCRIPTS, f"the scripts weigh {sum(scripts.values())} bytes"


def _count(told, sizes, scripts):
    sizes.append(told["encodedDataLength"])
    if told["requestId"] in scripts:
        scripts[told["requestId"]] = told["encodedDataLength"]


def test_a_topic_is_readable_soon_on_a_slow_line(visit):
    """What Chromium emulates are rate and delay; packets it loses only in calls (WebRTC). With real
    loss it was measured by hand: docs/performance.md."""
    topic = _first(visit(), "/topics", "main .items h2 a")
    window = visit(width=375)
    window.context.new_cdp_session(window).send("Network.emulateNetworkConditions", {
        "offline": False, "latency": 600, "downloadThroughput": 100_000 / 8,
        "uploadThroughput": 100_000 / 8})
    window.goto(topic, wait_until="commit")
    assert len(window.inner_text("main .post .prose")) > 20
    assert wait_until(lambda: window.evaluate(PAINTED), what="the page") <= READABLE


def test_tables_of_figures_stand_as_lists_on_a_phone(visit, axe):
    window = sign_in(visit(width=375, dark=True), ADMIN)
    for path in ("/admin/organisations", "/moderation/statistics", "/moderation/log"):
        look_at(window, axe, path)
        inside, room = window.evaluate(
            "(each => [each.scrollWidth, each.clientWidth])(document.querySelector('.scroll'))")
        assert inside <= room, path
    window.goto("/admin/organisations")
    name = "getComputedStyle(document.querySelector('tbody td'), '::before').content"
    assert window.evaluate(name).strip('"').startswith("Persone")


def _first(window, path, link):
    window.goto(path)
    return window.locator(link).first.get_attribute("href")
