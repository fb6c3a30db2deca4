"""Where somebody hears of what: the page of settings, places with wishes of their own, stopping."""
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from cop.base.clock import at
from cop.base.db import db
from cop.discussions.service.posts import write_post
from cop.notifications.channels import Channel
from cop.notifications.kinds import SUBJECTS
from cop.notifications.models import Notice, Rhythm, Wish
from cop.notifications.service.telling import tell
from cop.notifications.service.wishes import choose_channel_of_place, choose_channels, rhythm_of
from cop.spaces.models import Membership

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday
NIGHT = NOON + timedelta(hours=10)
AS_IT_IS = {f"about_{code}": subject.usual.value for code, subject in SUBJECTS.items()} | {
    "frequency": "weekly", "weekday": "0", "hour": "8", "quiet_from": "20", "quiet_until": "7",
    "rests_on_weekends": "y"}


@pytest.fixture
def rosa(make):
    return make.person("Rosa Lini", country="IT")


def stored(kind):
    db.session.rollback()
    return db.session.scalars(select(kind).order_by(*kind.__table__.primary_key)).all()


def answer(topic, answerer, moment=NOON):
    with at(moment):
        post = write_post(answerer, topic, source="Two half hours.", language="en")
        db.session.commit()
    return post


def test_the_page_shows_what_is_usual_and_keeps_what_is_chosen(browse, rosa):
    window = browse(rosa)
    page = window.get("/me/notices").text
    assert "Answers to what I wrote" in page and "My digest" in page
    page = window.post("/me/notices", data=AS_IT_IS | {
        "about_answers": "digest", "about_thanks": "nothing", "frequency": "daily", "hour": "17",
    }, follow_redirects=True).text
    assert "Your settings are stored." in page
    assert {(wish.subject, wish.channel) for wish in stored(Wish)} == {
        ("answers", "digest"), ("thanks", "nothing")}
    rhythm, = stored(Rhythm)
    assert (rhythm.frequency, rhythm.hour, rhythm.rests_on_weekends) == ("daily", 17, True)
    assert "The next one:" in page and '<option selected value="17">' in page
    window.post("/me/notices", data=AS_IT_IS)
    assert stored(Wish) == []


@pytest.mark.parametrize("field, value", [
    ("about_answers", "by_pigeon"), ("frequency", "hourly"), ("hour", "24"), ("weekday", "7")])
def test_what_is_not_offered_is_not_taken(browse, rosa, field, value):
    answer = browse(rosa).post("/me/notices", data=AS_IT_IS | {field: value})
    assert answer.status_code == 422 and stored(Wish) == []


def test_a_visitor_is_sent_to_sign_in(browse, rosa):
    for path in ("/me/notices", "/me/notices/digest", "/me/notices/theme/outreach"):
        assert browse().get(path).status_code == 302


def test_the_pages_need_few_queries(make, browse, rosa, count_queries):
    space = make.space()
    choose_channel_of_place(rosa, ("space", space.id, ""), Channel.AT_ONCE)
    window = browse(rosa)
    for path in ("/me/notices", f"/me/notices/space/{space.slug}"):
        with count_queries(at_most=8):
            assert window.get(path).status_code == 200


def test_a_topic_counts_before_its_space_and_that_before_its_themes_and_the_subject(make, rosa):
    topic = make.topic(make.space(), themes=["outreach"])
    post = make.post(topic)
    wishes = [(None, Channel.AT_ONCE), (("theme", 0, "outreach"), Channel.DIGEST),
              (("space", topic.space_id, ""), Channel.INBOX),
              (("topic", topic.id, ""), Channel.DIGEST)]
    for number, (place, channel) in enumerate(wishes):
        if place:
            choose_channel_of_place(rosa, place, channel)
        else:
            choose_channels(rosa, {"answers": channel})
        tell([rosa.id], "answered", post, key=f"post:{number}")
    db.session.commit()
    assert [n.channel for n in stored(Notice)] == ["at_once", "digest", "inbox", "digest"]


def test_nothing_is_nothing(make, rosa, heard):
    topic = make.topic(author=None)
    choose_channel_of_place(rosa, ("topic", topic.id, ""), Channel.NOTHING)
    tell([rosa.id], "answered", make.post(topic), key="post:1")
    assert heard(rosa) == []


def test_a_place_is_chosen_on_its_own_page_and_listed(make, browse, rosa):
    topic = make.topic(title="Perché no?", language="it")
    window = browse(rosa)
    address = f"/me/notices/topic/{topic.id}"
    assert address in window.get(f"/topics/{topic.id}-{topic.slug}").text
    page = window.post(address, data={"channel": "at_once"}, follow_redirects=True).text
    assert 'lang="it" dir="auto">Perché no?' in page and address in page
    window.post("/me/notices/theme/outreach", data={"channel": "nothing"})
    assert {(w.kind, w.code, w.channel) for w in stored(Wish)} == {
        ("topic", "", "at_once"), ("theme", "outreach", "nothing")}
    window.post(address, data={"channel": "as_elsewhere"})
    assert [wish.kind for wish in stored(Wish)] == ["theme"]
    assert window.post(address, data={"channel": "pigeon"}).status_code == 422


def test_places_that_one_may_not_see_are_not_there(make, browse, rosa):
    topic = make.topic(make.space(visibility="private", slug="closed"), title="Behind the door")
    choose_channel_of_place(rosa, ("topic", topic.id, ""), Channel.INBOX)
    window = browse(rosa)
    assert "Behind the door" not in window.get("/me/notices").text
    for target in (f"topic/{topic.id}", "space/closed", "theme/nonsense", "topic/x",
                   f"topic/{2**40}"):
        assert window.get(f"/me/notices/{target}").status_code == 404
        assert window.post(f"/me/notices/{target}", data={"channel": "inbox"}).status_code == 404


def test_an_answer_is_mailed_at_once_and_once(make, letters, rosa):
    topic = make.topic(author=rosa)
    post = answer(topic, make.member(topic.space, "Bruno Conti"))
    with at(NOON):
        message, = letters()
        assert len(letters()) == 1
    text = message.get_body(("plain",)).get_content()
    assert "Bruno Conti answered you" in text and "Two half hours." in text
    assert message["To"] == rosa.email and f"/posts/{post.id}" in text
    assert re.search(r"/notices/stop/[\w-]+/answers", message["List-Unsubscribe"])


def test_at_night_it_waits_for_the_morning(make, letters, rosa):
    topic = make.topic(author=rosa)
    answer(topic, make.member(topic.space, "Bruno Conti"), NIGHT)
    with at(NIGHT):
        assert letters() == []
    with at(datetime(2026, 11, 26, 6, 1, tzinfo=UTC)):
        assert len(letters()) == 1


@pytest.mark.parametrize("meanwhile", ["read", "gone", "closed"])
def test_what_is_read_or_out_of_sight_by_then_is_not_mailed(make, browse, letters, rosa, meanwhile):
    topic = make.topic(make.space(visibility="private"))
    db.session.add(Membership(space_id=topic.space_id, person_id=rosa.id))
    with at(NIGHT):
        tell([rosa.id], "answered", make.post(topic), key="post:1")
        db.session.commit()
    if meanwhile == "read":
        browse(rosa).post("/inbox/read")
    elif meanwhile == "gone":
        db.session.delete(db.session.scalar(select(Membership).where(
            Membership.person_id == rosa.id)))
    else:
        rosa.active = False
    db.session.commit()
    with at(NOON + timedelta(days=1)):
        assert letters() == []


def test_news_of_a_case_is_mailed_too(make, letters, rosa):
    case = make.case(rosa, status="published", title="Call back within a week")
    with at(NOON):
        tell([rosa.id], "case_published", case, key="decision:1")
        message, = letters()
    assert message["Subject"] == "Your case is published: Call back within a week"
    assert f"/cases/{case.id}" in message.get_body(("plain",)).get_content()
    assert f"/cases/{case.id}" in message.get_body(("html",)).get_content()


def test_mail_is_stopped_from_the_letter_without_signing_in(make, app, browse, rosa):
    key = rhythm_of(rosa).stop_key
    window = browse()
    page = window.get(f"/notices/stop/{key}/answers").text
    assert "No more e-mails about: Answers to what I wrote?" in page and stored(Wish) == []
    answer = window.post(f"/notices/stop/{key}/answers", csrf=False,
                         data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200 and "These e-mails are stopped" in answer.text
    assert [(w.subject, w.channel) for w in stored(Wish)] == [("answers", "inbox")]
    window.post(f"/notices/stop/{key}/digest", csrf=False)
    rhythm, = stored(Rhythm)
    assert rhythm.frequency == "never" and rhythm.next_at is None
    assert window.get("/notices/stop/made-up/answers").status_code == 404
    assert window.post(f"/notices/stop/{key}/nonsense", csrf=False).status_code == 404


@pytest.mark.parametrize("place", ["topic", "space", "theme"])
def test_stopping_ends_letters_that_were_chosen_for_a_place_too(make, browse, letters, rosa, place):
    topic = make.topic(themes=["outreach"])
    target = {"topic": (place, topic.id, ""), "space": (place, topic.space_id, ""),
              "theme": (place, 0, "outreach")}[place]
    choose_channels(rosa, {"watched": Channel.NOTHING})
    choose_channel_of_place(rosa, target, Channel.AT_ONCE)
    with at(NOON):
        tell([rosa.id], "new_post", make.post(topic), key="post:1")
        message, = letters()
        stop = re.search(r"/notices/stop/[^>]+", message["List-Unsubscribe"])[0]
        page = browse().post(stop, csrf=False, data={"List-Unsubscribe": "One-Click"}).text
        assert "there it is now as everywhere else" in page
        tell([rosa.id], "new_post", make.post(topic), key="post:2")
        assert len(letters()) == 1
    assert [(w.subject, w.channel) for w in stored(Wish)] == [("watched", "nothing")]


def test_stopping_private_messages_leaves_letters_of_places(browse, make, rosa):
    choose_channel_of_place(rosa, ("topic", make.topic().id, ""), Channel.AT_ONCE)
    key, window = rhythm_of(rosa).stop_key, browse()
    assert "as everywhere else" not in window.post(f"/notices/stop/{key}/messages", csrf=False).text
    assert {(w.subject, w.kind) for w in stored(Wish)} == {("messages", ""), ("", "topic")}


def test_what_waits_for_the_morning_is_not_mailed_once_it_is_stopped(make, browse, letters, rosa):
    topic = make.topic(author=rosa)
    answer(topic, make.member(topic.space, "Bruno Conti"), NIGHT)
    key = rhythm_of(rosa).stop_key
    with at(NIGHT):
        assert letters() == []
        browse().post(f"/notices/stop/{key}/answers", csrf=False)
    with at(NOON + timedelta(days=1)):
        assert letters() == []
    assert [notice.read_at for notice in stored(Notice)] == [None]
