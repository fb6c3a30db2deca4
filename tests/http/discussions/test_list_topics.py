"""Lists of topics."""
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from cop.base.clock import at, now
from cop.discussions.service import topics


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


@pytest.mark.parametrize("words, found", [
    ("theme=outreach", ["About outreach"]), ("theme=employment-services", ["About outreach"]),
    ("region=Veneto", ["In Treviso"]), ("region=IT", ["In Treviso"]),
    ("region=Nowhere", ["Much discussed", "In Treviso", "About outreach"]),
    ("theme=nothing&sort=nothing&kind=nothing", ["Much discussed", "In Treviso", "About outreach"]),
    ("sort=newest", ["In Treviso", "Much discussed", "About outreach"]),
    ("sort=replies", ["Much discussed", "In Treviso", "About outreach"]),
    ("state=new", ["Much discussed", "In Treviso", "About outreach"]),
    ("state=mine", ["Much discussed", "In Treviso", "About outreach"]),
])
def test_topics_are_narrowed_and_sorted_by_the_address(make, browse, words, found):
    space, ada = make.space(), make.person()
    opened = {}
    for hours, title, filed in (
            (9, "About outreach", {"themes": ["outreach"]}), (8, "Much discussed", {}),
            (7, "In Treviso", {"regions": ["ITH34"]})):
        with at(now() - timedelta(hours=hours)):
            opened[title] = make.topic(space, ada, title=title, **filed)
    make.post(opened["Much discussed"])
    page = browse().get(f"/topics?{words}")
    soup = BeautifulSoup(page.text, "html.parser")
    assert [heading.get_text() for heading in soup.select(".topics h2")] == found
    assert ("We do not know the region" in page.text) == ("Nowhere" in words)


@pytest.mark.parametrize("sort", ["latest", "newest", "replies"])
def test_every_order_is_turned_page_by_page(make, browse, sort):
    space, ada = make.space(), make.person()
    for n in range(25):
        make.topic(space, ada, title=f"Topic number {n}")
    page = browse().get(f"/topics?sort={sort}")
    onward = BeautifulSoup(page.text, "html.parser").select_one(".pager .next")["href"]
    assert f"sort={sort}" in onward
    assert len(titles(page) | titles(browse().get(onward))) == 25


def test_my_topics_are_those_one_opened_and_an_empty_list_says_what_next(make, browse):
    topic, ada = make.topic(title="My own topic"), make.person()
    make.topic(title="Of somebody else")
    assert titles(browse(topic.author).get("/topics?state=mine")) == {"My own topic"}
    assert "You have not opened a topic here" in browse(ada).get("/topics?state=mine").text


def test_the_list_of_a_theme_is_where_one_follows_it(make, browse):
    make.topic(title="About outreach", themes=["outreach"])
    browser = browse(make.person())
    page = browser.get("/topics?theme=outreach")
    assert "Topics on “outreach”" in page.text
    menu = BeautifulSoup(page.text, "html.parser").select_one(".level form")
    browser.post(menu["action"], data={"level": "watching"})
    pressed = BeautifulSoup(browser.get("/topics?theme=outreach").text, "html.parser")
    assert pressed.select_one(".level [aria-current]")["value"] == "watching"


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
