"""Lists of topics, on pages and as feeds."""
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from cop.discussions.service import topics

ATOM = "{http://www.w3.org/2005/Atom}"


def titles(page):
    soup = BeautifulSoup(page.text, "html.parser")
    return {heading.get_text() for heading in soup.select(".topics h2, .topics h3")}


@pytest.fixture
def three(make):
    """A solved question in a space of its own, an open one, a private one."""
    solved = make.question(make.space("Employers", slug="employers"), title="Solved question")
    topics.accept_answer(solved.author, solved, make.post(solved))
    make.question(title="Open question")
    return make.question(make.space(visibility="private", slug="room"), title="Secret question")


@pytest.mark.parametrize("path, found", [
    ("/topics", {"Solved question", "Open question"}),
    ("/topics?state=open", {"Open question"}),
    ("/topics?state=unanswered", {"Open question"}),
    ("/topics?state=solved", {"Solved question"}),
    ("/topics?state=nonsense", {"Solved question", "Open question"}),
    ("/spaces/employers/topics", {"Solved question"}),
    ("/spaces/employers/topics?state=open", set()),
])
def test_topics_are_listed_by_state_and_space(browse, three, path, found):
    page = browse().get(path)
    assert page.status_code == 200
    assert titles(page) == found


def test_members_see_the_private_ones_too(browse, three):
    assert "Secret question" in titles(browse(three.author).get("/topics"))
    assert titles(browse(three.author).get("/spaces/room/topics")) == {"Secret question"}


def test_long_lists_go_on_with_the_older_ones(make, browse, count_queries):
    space, ada = make.space(), make.person()
    for n in range(45):
        make.topic(space, ada, title=f"Topic number {n}")
    browser, path, seen = browse(), "/topics", set()
    while path:
        with count_queries(at_most=8):
            page = browser.get(path)
        assert not seen & titles(page)
        seen |= titles(page)
        onward = BeautifulSoup(page.text, "html.parser").select_one(".pager .next")
        path = onward and onward["href"]
    assert len(seen) == 45


def test_a_cursor_that_somebody_made_up_gives_the_first_page(browse, three):
    assert titles(browse().get("/topics?after=nonsense")) == titles(browse().get("/topics"))


@pytest.mark.parametrize("path, found", [
    ("/feeds/topics.atom", {"Solved question", "Open question"}),
    ("/feeds/spaces/employers.atom", {"Solved question"}),
])
def test_feeds_say_what_visitors_may_read_even_to_members(browse, three, path, found):
    for browser in (browse(), browse(three.author)):
        answer = browser.get(path)
        assert answer.mimetype == "application/atom+xml"
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        feed = ElementTree.fromstring(answer.data)
        assert {entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")} == found


def test_a_feed_is_well_formed_whatever_people_write(make, browse):
    make.topic(title="A <b> & \"c\" \uffff ]]> title", source="Text & <script> \uffff\n\n* list",
               author=make.person("Chiara & Co"))
    feed = ElementTree.fromstring(browse().get("/feeds/topics.atom").data)
    entry = feed.find(f"{ATOM}entry")
    assert "<b> & " in entry.findtext(f"{ATOM}title")
    assert "<li>list</li>" in entry.findtext(f"{ATOM}content")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "A member of the community"
    assert entry.find(f"{ATOM}link").get("href").startswith("http://localhost/topics/")
    for name in ("id", "updated", "title"):
        assert feed.findtext(ATOM + name)


def test_an_empty_feed_is_a_feed(make, browse):
    make.space(slug="quiet")
    for path in ("/feeds/topics.atom", "/feeds/spaces/quiet.atom"):
        assert ElementTree.fromstring(browse().get(path).data).tag == f"{ATOM}feed"
