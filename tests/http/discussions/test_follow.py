"""Following topics and themes, and the page that lists them."""
import pytest
from bs4 import BeautifulSoup

from cop.base.db import db
from cop.spaces.models import Following


def pressed(page):
    """The level that the menu of a page shows as chosen."""
    return BeautifulSoup(page.text, "html.parser").select_one(".level [aria-current]")["value"]


def where(topic):
    return f"/topics/{topic.id}-{topic.slug}"


@pytest.mark.parametrize("level", ["watching", "tracking", "normal", "muted"])
def test_the_level_of_a_topic_is_chosen_on_its_page(make, browse, level):
    topic = make.topic()
    browser = browse(make.person())
    assert pressed(browser.get(where(topic))) == "normal"
    page = browser.post(f"/topics/{topic.id}/level", data={"level": level}, follow_redirects=True)
    assert "Your choice is stored." in page.text
    assert pressed(page) == level


def test_who_opens_a_topic_watches_it_and_who_replies_tracks_it(make, browse):
    topic = make.topic()
    reader = make.person()
    browser = browse(reader)
    browser.post(f"/topics/{topic.id}/posts", data={"source": "So do we", "language": "en"})
    assert pressed(browser.get(where(topic))) == "tracking"
    assert pressed(browse(topic.author).get(where(topic))) == "watching"


def test_replying_leaves_what_was_chosen(make, browse):
    topic = make.topic()
    browser = browse(make.person())
    browser.post(f"/topics/{topic.id}/level", data={"level": "muted"})
    browser.post(f"/topics/{topic.id}/posts", data={"source": "So do we", "language": "en"})
    assert pressed(browser.get(where(topic))) == "muted"


def test_a_topic_is_followed_as_its_space_is_until_somebody_chooses(make, browse):
    topic = make.topic()
    browser = browse(make.person())
    browser.post(f"/spaces/{topic.space.slug}/level", data={"level": "watching"})
    page = browser.get(where(topic))
    assert pressed(page) == "watching"
    assert "As for its space and its themes, until you choose." in page.text
    browser.post(f"/topics/{topic.id}/level", data={"level": "tracking"})
    assert "As for its space" not in browser.get(where(topic)).text


def test_what_one_follows_is_listed_and_can_be_changed_there(make, browse, count_queries):
    topic, ada = make.topic(title="How do you find the time?"), make.person()
    browser = browse(ada)
    assert "You follow nothing yet" in browser.get("/me/following").text
    for path in (f"/topics/{topic.id}", f"/spaces/{topic.space.slug}", "/themes/outreach"):
        browser.post(f"{path}/level", data={"level": "tracking"})
    with count_queries(at_most=8):
        page = browser.get("/me/following")
    for words in ("How do you find the time?", topic.space.name, "Outreach"):
        assert words in page.text
    answer = browser.post("/themes/outreach/level", data={"level": "normal"},
                          headers={"Referer": "http://localhost/me/following"})
    assert answer.headers["Location"] == "/me/following"
    assert "Outreach" not in browser.get("/me/following").text


def test_a_theme_that_is_none_and_a_topic_one_may_not_see_cannot_be_followed(make, browse):
    topic = make.topic(make.space(visibility="private"))
    browser = browse(make.person())
    for path in (f"/topics/{topic.id}/level", "/themes/nothing/level",
                 f"/spaces/{topic.space.slug}/read"):
        assert browser.post(path, data={"level": "watching"}).status_code == 404
    for path in (f"/topics/{topic.id}/unread", f"/topics/{topic.id}/newest"):
        assert browser.get(path).status_code == 404
    assert browser.post("/themes/outreach/level", data={"level": "x"}).status_code == 422
    assert browse().get("/me/following").status_code == 302
    assert Following.query.filter_by(kind="theme").count() == 0


def test_a_topic_in_a_space_that_became_hidden_is_not_listed_any_more(make, browse):
    topic, ada = make.topic(title="How do you find the time?"), make.person()
    browser = browse(ada)
    browser.post(f"/topics/{topic.id}/level", data={"level": "watching"})
    db.session.rollback()
    topic.space.visibility = "private"
    db.session.commit()
    assert "How do you find" not in browser.get("/me/following").text
