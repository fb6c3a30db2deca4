"""What is new for somebody, in lists, in spaces and at home."""
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from cop.base.clock import at, now
from cop.base.db import begin_writing, db
from cop.discussions.service import reading
from cop.spaces.following import choose_level
from cop.spaces.levels import Level
from cop.spaces.service import add_member


@pytest.fixture
def reader(make):
    return make.person("Rita Lenzi")


@pytest.fixture
def space(make, reader):
    """A space that the reader joined yesterday."""
    space = make.space("Youth", slug="youth")
    with at(now() - timedelta(days=1)):
        add_member(space, reader)
    return space


@pytest.fixture
def read(app, browse, reader):
    """The reader looks at a topic, and what they read is stored."""

    def look(topic):
        browse(reader).get(f"/topics/{topic.id}-{topic.slug}")
        with app.app_context():
            begin_writing()
            reading.store_read()
            db.session.commit()
        db.session.rollback()

    return look


def news(page):
    """Title → what is said to be new, of the topics on a page."""
    rows = BeautifulSoup(page.text, "html.parser").select(".topics > li")
    said = {row.find(["h2", "h3"]).get_text(): row.select_one(".replies .tag") for row in rows}
    return {title: int(tag.get_text().split()[0]) if tag else 0 for title, tag in said.items()}


def test_a_topic_says_how_many_posts_are_new_until_it_is_read(make, browse, reader, space, read):
    topic = make.topic(space, title="Opened today")
    make.post(topic)
    browser = browse(reader)
    for path in ("/topics", "/spaces/youth", "/spaces/youth/topics", "/"):
        assert news(browser.get(path)) == {"Opened today": 2}
    read(topic)
    make.post(topic)
    assert news(browse(reader).get("/topics")) == {"Opened today": 1}
    read(topic)
    assert news(browser.get("/topics")) == {"Opened today": 0}


def test_what_was_there_before_one_joined_is_not_new_and_what_one_writes_never_is(
        make, browse, reader, space):
    with at(now() - timedelta(days=2)):
        old = make.topic(space, title="Older than me")
        make.topic(space, title="Silent since")
    make.post(old)
    make.topic(space, reader, title="My own topic")
    assert news(browse(reader).get("/topics")) == {
        "Older than me": 1, "Silent since": 0, "My own topic": 0}


def test_spaces_say_in_how_many_topics_something_is_new(make, browse, reader, space, count_queries):
    for n in range(3):
        make.topic(space, title=f"Topic number {n}")
    make.topic(make.space("Elsewhere"))
    browser = browse(reader)
    for path in ("/", "/spaces", "/spaces/youth", "/topics?state=new"):
        with count_queries(at_most=8):
            page = browser.get(path)
        if path in ("/", "/spaces"):
            tags = BeautifulSoup(page.text, "html.parser").select("a.tag[href$='state=new']")
            assert [tag.get_text() for tag in tags] == ["3 topics with news"]


def test_marking_a_space_as_read_leaves_nothing_new_in_it(make, browse, reader, space, read):
    begun = make.topic(space, title="Begun to read")
    make.topic(space, title="Never opened")
    read(begun)
    make.post(begun)
    browser = browse(reader)
    assert news(browser.get("/spaces/youth")) == {"Begun to read": 1, "Never opened": 1}
    browser.post("/spaces/youth/read")
    assert news(browser.get("/spaces/youth")) == {"Begun to read": 0, "Never opened": 0}
    assert "Nothing new for you" in browser.get("/topics?state=new").text
    db.session.rollback()
    make.post(begun)
    assert news(browse(reader).get("/topics?state=new")) == {"Begun to read": 1}


@pytest.mark.parametrize("kind", ["topic", "space", "theme"])
def test_what_is_muted_is_not_among_what_is_new(make, browse, reader, space, kind):
    topic = make.topic(space, title="Loud topic", themes=["outreach"])
    target = {"topic": topic.id, "space": space.id, "theme": 0}[kind]
    code = "employment-services" if kind == "theme" else ""
    choose_level(reader, kind, target, code=code, level=Level.MUTED)
    browser = browse(reader)
    assert news(browser.get("/topics?state=new")) == {}
    assert news(browser.get("/topics")) == {"Loud topic": 0}


def test_what_one_tracks_outside_ones_spaces_is_new_and_nothing_else(make, browse, reader, read):
    with at(now() - timedelta(days=1)):
        choose_level(reader, "theme", code="outreach", level=Level.TRACKING)
        followed = make.topic(title="One I follow")
    choose_level(reader, "topic", followed.id, level=Level.TRACKING)
    looked_at = make.topic(title="One I looked at")
    make.topic(title="On my theme", themes=["outreach"])
    make.topic(title="Of no concern")
    read(followed)
    read(looked_at)
    make.post(followed)
    make.post(looked_at)
    browser = browse(reader)
    assert news(browser.get("/topics?state=new")) == {"One I follow": 1, "On my theme": 1}
    assert news(browser.get("/topics"))["One I looked at"] == 1


def test_what_is_older_than_ninety_days_is_no_news(make, browse, reader, space):
    with at(now() - timedelta(days=200)):
        choose_level(reader, "theme", code="outreach", level=Level.TRACKING)
    with at(now() - timedelta(days=100)):
        make.topic(title="An old one", themes=["outreach"])
    assert news(browse(reader).get("/topics?state=new")) == {}


def test_what_one_may_not_see_is_not_counted(make, browse, reader):
    room = make.space("Room", visibility="private")
    choose_level(reader, "space", room.id, level=Level.WATCHING)
    topic = make.topic(room, title="Secret topic")
    choose_level(reader, "topic", topic.id, level=Level.WATCHING)
    browser = browse(reader)
    assert "Secret topic" not in browser.get("/topics?state=new").text
    assert "with news" not in browser.get("/spaces").text
