"""Lists of topics."""
import pytest
from bs4 import BeautifulSoup

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
