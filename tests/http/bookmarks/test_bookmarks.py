"""Bookmarks: kept with a note, listed, and told of on their day."""
from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup

from cop.base.clock import at, now
from cop.base.db import db
from cop.base.jobs import wind_clockwork
from cop.bookmarks.models import Bookmark
from cop.bookmarks.service import keep_bookmark
from cop.discussions.service import deletions
from cop.notifications.models import Notice


@pytest.fixture
def stored(app):
    def read(kind):
        db.session.rollback()
        return db.session.query(kind).order_by(kind.id).all()

    return read


@pytest.fixture
def things(make):
    """A topic, an answer in it, and a case, as (kind, id, title)."""
    topic = make.topic(title="How do you find the time?")
    case = make.case(status="published", title="Calls within two days")
    return [("topic", topic.id, topic.title), ("post", make.post(topic).id, topic.title),
            ("case", case.id, case.title)]


def test_topics_posts_and_cases_are_kept_with_a_note(make, browse, things, stored):
    browser = browse(make.person())
    for kind, target_id, title in things:
        path = f"/bookmarks/{kind}/{target_id}"
        assert title in BeautifulSoup(browser.get(path).text, "html.parser").get_text()
        page = browser.post(path, data={"note": f"For the {kind}"}, follow_redirects=True)
        assert "The bookmark is kept. Nobody else sees it." in page.text
        assert f"For the {kind}" in page.text
    browser.post(path, data={"note": "Said anew"})
    assert [row.note for row in stored(Bookmark)] == ["For the topic", "For the post", "Said anew"]
    assert "Said anew" in browser.get(path).text
    browser.post(f"/me/bookmarks/{stored(Bookmark)[0].id}/remove")
    assert len(stored(Bookmark)) == 2


def test_pages_lead_to_the_bookmark_for_members(make, browse, things):
    member, visitor = browse(make.person()), browse()
    for kind, target_id, _title in things:
        page = {"topic": "topics", "post": "posts", "case": "cases"}[kind]
        link = f'href="/bookmarks/{kind}/{target_id}"'
        assert link in member.get(f"/{page}/{target_id}", follow_redirects=True).text
        assert link not in visitor.get(f"/{page}/{target_id}", follow_redirects=True).text


@pytest.mark.parametrize("given, sentence", [
    ({"note": "x" * 501}, "There is room for 500 characters."),
    ({"remind_on": "2020-01-01"}, "This day is over."),
    ({"remind_on": "soon"}, "Not a valid date value."),
])
def test_what_cannot_be_kept_comes_back_with_the_reason(
        make, browse, things, stored, given, sentence):
    page = browse(make.person()).post(f"/bookmarks/topic/{things[0][1]}",
                                      data={"note": "Mine"} | given)
    assert page.status_code == 422
    assert sentence in page.text
    assert stored(Bookmark) == []


def test_nobody_else_sees_or_removes_a_bookmark(make, browse, things, stored):
    ada = make.person("Ada Bruni")
    kept = keep_bookmark(ada, "topic", things[0][1], note="A secret of mine")
    for person in (make.person(), make.granted("administrator", name="Nora Admin")):
        browser = browse(person)
        assert "A secret of mine" not in browser.get("/me/bookmarks").text
        assert "A secret of mine" not in browser.get(f"/bookmarks/topic/{things[0][1]}").text
        assert browser.post(f"/me/bookmarks/{kept.id}/remove").status_code == 404
    assert len(stored(Bookmark)) == 1
    assert "/login" in browse().get("/me/bookmarks").headers["Location"]


def test_what_one_may_not_see_cannot_be_kept(make, browse, stored):
    secret = make.topic(make.space(visibility="private"))
    browser = browse(make.person())
    for path in (f"/bookmarks/topic/{secret.id}", "/bookmarks/case/999", "/bookmarks/person/1"):
        assert browser.get(path).status_code == browser.post(path).status_code == 404
    assert stored(Bookmark) == []


def test_what_is_gone_is_not_in_the_list_and_breaks_nothing(make, browse, things, run_jobs, stored):
    ada, topic = make.person(), make.topic(title="This one stays")
    answer = make.post(topic)
    keep_bookmark(ada, "post", answer.id, note="Gone", remind_on=now().date() + timedelta(days=1))
    keep_bookmark(ada, "topic", topic.id, note="Here")
    deletions.delete_post(answer.author, answer)
    page = browse(ada).get("/me/bookmarks")
    assert "Here" in page.text
    assert "Gone" not in page.text
    with at(now() + timedelta(days=3)):
        wind_clockwork()
        run_jobs()
    assert [n for n in stored(Notice) if n.kind == "reminder"] == []


def test_on_the_day_in_their_time_people_are_reminded_once(
        make, browse, things, run_jobs, stored):
    ada = make.person(regions=["ITH3"])
    with at(datetime(2026, 6, 1, 9, tzinfo=UTC)):
        for kind, target_id, _title in things:
            keep_bookmark(ada, kind, target_id, remind_on=date(2026, 6, 3))
    browser = browse(ada)

    def reminders(moment):
        with at(moment):
            wind_clockwork()
            run_jobs()
            return len([notice for notice in stored(Notice) if notice.kind == "reminder"])

    assert reminders(datetime(2026, 6, 3, 5, 50, tzinfo=UTC)) == 0
    assert reminders(datetime(2026, 6, 3, 6, 5, tzinfo=UTC)) == 3
    assert reminders(datetime(2026, 6, 4, 6, 5, tzinfo=UTC)) == 3
    page = browser.get("/inbox").text
    assert page.count("You wanted to be reminded of this today") == 3
    assert "Calls within two days" in page


def test_a_long_list_stays_within_the_budget(make, browse, count_queries):
    ada, topic = make.person(), make.topic()
    for number in range(25):
        keep_bookmark(ada, "post", make.post(topic, ada).id, note=f"Note {number}")
    browser = browse(ada)
    with count_queries(at_most=8):
        page = browser.get("/me/bookmarks")
    assert "Note 24" in page.text
