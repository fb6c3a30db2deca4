"""The community in numbers: what is counted, for whom, and what is not told."""
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import event

from cop.base.clock import at, now
from cop.base.db import db
from cop.base.shared_cache import SharedCache
from cop.cases.service.adoptions import Use, adopt_case
from cop.discussions.service import order
from cop.discussions.service.branches import merge_topics, split_branch
from cop.discussions.service.deletions import delete_post, undo_delete


@pytest.fixture(autouse=True)
def nothing_counted_before(app, monkeypatch):
    """Tables of a test before had the same ids."""
    monkeypatch.setitem(app.extensions, "parts", SharedCache(8, 16_384))


def _table(page, label):
    part = next(part for part in page.select(".chart") if label in part.get_text())
    return [row.select_one("td").get_text() for row in part.select("tbody tr")]


def _read(window):
    return BeautifulSoup(window.get("/numbers").data, "lxml")


def test_what_is_written_and_published_is_counted_month_by_month(make, browse):
    topic = make.question()
    for name in "ABCD":
        make.post(topic, make.member(topic.space, f"{name} Bruni"))
    make.case(status="published")
    page = _read(browse())
    assert _table(page, "Posts written")[-1] == "5" and len(_table(page, "Posts written")) == 12
    assert _table(page, "People who wrote")[-1] == "5"
    assert _table(page, "Practices published")[-1] == "1"
    assert sum(map(int, _table(page, "How strong"))) == 1


def test_fewer_than_five_people_are_not_told(make, browse):
    make.post(make.question())
    case = make.case(status="published")
    adopt_case(make.person("Bruno Conti"), case, Use(region="ITH3", since=f"{now():%Y-%m}"))
    page = _read(browse())
    assert _table(page, "People who wrote")[-1] == "<5"
    assert _table(page, "taken up elsewhere") == ["<5"]
    assert not page.select(".chart:-soup-contains('People who wrote') rect:not(.room)")


def test_what_a_reader_does_not_see_is_not_counted(make, browse):
    room = make.space(visibility="private")
    make.question(room)
    assert "Nothing yet." in _read(browse()).select_one(".chart").get_text()
    assert _table(_read(browse(make.member(room, "Bruno Conti"))), "Posts written")[-1] == "1"


def test_every_chart_says_the_same_in_words_and_asks_little(make, browse, count_queries):
    make.question()
    make.case(status="published")
    window = browse(make.person("Ada Bruni"))
    window.get("/numbers")
    with count_queries(at_most=8):
        page = _read(window)
    for drawn in page.select("figure.chart svg"):
        assert drawn["role"] == "img" and drawn["aria-label"]
        assert len(drawn.select("g")) == len(drawn.parent.select("tbody tr")) == 12


def test_what_was_written_in_months_that_are_over_is_counted_once(make, browse):
    with at(now() - timedelta(days=45)):
        make.post(make.question())
    asked = []

    def note(_connection, _cursor, statement, *_):
        asked.append(statement)

    _read(browse(make.person("Ada Bruni")))
    event.listen(db.engine, "before_cursor_execute", note)
    page = _read(browse(make.person("Bruno Conti")))
    event.remove(db.engine, "before_cursor_execute", note)
    assert sum(map(int, _table(page, "Posts written"))) == 2
    assert not any("FROM posts" in statement and "GROUP BY" in statement for statement in asked)


def test_what_changes_about_an_earlier_month_is_told_at_once(make, browse):
    """Deleted and brought back, moved where fewer read, merged with what stands there."""
    with at(now() - timedelta(days=45)):
        topic, room = make.question(), make.space("Room", slug="room", visibility="private")
        post, inside = make.post(topic), make.question(room)
        make.post(topic)
    moderator = make.moderator(topic.space, also=[room])

    def counted():
        return sum(map(int, _table(_read(browse(make.person("Ada Bruni"))), "Posts written")))

    assert counted() == 3
    delete_post(post.author, post)
    assert counted() == 2
    undo_delete(post.author, post)
    assert counted() == 3
    split = split_branch(moderator, post, title="Something else")
    assert counted() == 3
    order.move_topic(moderator, split, room)
    assert counted() == 2
    merge_topics(moderator, split, inside)
    assert counted() == 2
    order.move_topic(moderator, topic, room)
    assert counted() == 0


def test_who_sees_a_room_counts_what_was_written_there(make, browse):
    with at(now() - timedelta(days=45)):
        room = make.space(visibility="private")
        make.question(room)
    member, other = browse(make.member(room, "Bruno Conti")), browse(make.person("Ada Bruni"))
    for window, posts in ((other, 0), (member, 1), (other, 0)):
        bars = _read(window).select_one(".chart")
        assert ("Nothing yet." in bars.get_text()) is not bool(posts)
