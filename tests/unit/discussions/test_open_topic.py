"""Opening and changing topics, locking them, accepting answers."""
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from cop.base.audit import AuditEntry
from cop.base.clock import at
from cop.base.db import db
from cop.base.errors import Forbidden, Invalid
from cop.base.jobs import Job
from cop.discussions.models.topics import Post
from cop.discussions.service import topics


def opening_of(topic):
    return db.session.scalars(select(Post).where(Post.topic_id == topic.id, Post.number == 1)).one()


def acts():
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def test_a_topic_begins_with_its_opening_post_and_its_space_counts_it(make):
    space = make.space()
    topic = make.topic(space, title="  Come  trovate il tempo? ", source="Da noi no.",
                       language="it", kind="question", themes=["outreach", "neet", "neet"])

    post = opening_of(topic)
    assert (topic.title, topic.slug) == ("Come trovate il tempo?", "come-trovate-il-tempo")
    assert (post.html, post.language) == ("<p>Da noi no.</p>", "it")
    assert (post.number, post.depth, post.parent) == (1, 0, None)
    assert sorted(topic.themes) == ["neet", "outreach"]
    db.session.refresh(space)
    db.session.refresh(topic)
    assert (space.topic_count, topic.post_count) == (1, 1)


@pytest.mark.parametrize("space, author, given, regions", [
    ({"kind": "regional", "regions": ["ITH3"]}, {"regions": ["ITI1"]}, ["ES30"], ["ES30"]),
    ({"kind": "regional", "regions": ["ITH3"]}, {"regions": ["ITI1"]}, [], ["ITH3"]),
    ({"kind": "country", "regions": ["FI"]}, {"regions": ["ITI1"]}, [], ["FI"]),
    ({"kind": "thematic"}, {"regions": ["ITI1", "ITI14"]}, [], ["ITI1", "ITI14"]),
    ({"kind": "thematic"}, {"country": "KG"}, [], ["KG"]),
    ({"kind": "thematic"}, {}, [], []),
])
def test_a_topic_is_about_what_it_says_else_about_its_space_else_about_where_its_author_works(
        make, space, author, given, regions):
    space = make.space(**space)
    topic = make.topic(space, make.member(space, **author), regions=given)
    assert sorted(topic.regions) == regions


def test_the_regions_of_a_topic_stay_when_its_author_moves(make):
    ada = make.person(regions=["ITI1"])
    topic = make.topic(make.space(), ada)
    ada.regions = ["ITH3"]
    db.session.flush()
    db.session.refresh(topic)
    assert list(topic.regions) == ["ITI1"]


def test_everything_that_is_wrong_with_a_topic_is_said_at_once(make):
    with pytest.raises(Invalid) as refusal:
        make.topic(title="Eh", kind="poll", themes=["neet", "football"], regions=["XX9", "ITH3"])
    assert refusal.value.fields == {
        "title": "Please write a title of at least 5 characters.",
        "kind": "Please choose what this is.",
        "themes": "Not in the list: football.",
        "regions": "Not in the list: XX9.",
    }


def test_a_topic_without_text_leaves_nothing_behind(make):
    with pytest.raises(Invalid, match="Please write something"):
        make.topic(source=" ")


def test_listeners_hear_of_a_new_topic(make):
    space = make.space()
    topic = topics.open_topic(make.member(space), space, title="A title", source="x", language="en")
    told = [order.arguments for order in db.session.scalars(select(Job))]
    assert {"topic_id": topic.id} in told


def test_stories_can_be_told_of_another_day(make):
    day = datetime(2026, 3, 1, 9, tzinfo=UTC)
    with at(day):
        topic = make.topic()
    assert (topic.created_at, topic.last_post_at) == (day, day)


def test_the_opening_post_is_changed_together_with_the_topic(make):
    topic = make.topic(themes=["neet"])
    topics.change_topic(
        topic.author, opening_of(topic), title="How do others find it?", source="New *words*",
        language="it", kind="question", themes=["outreach"], regions=["ITH3"])

    assert (topic.title, topic.kind, topic.language) == ("How do others find it?", "question", "it")
    assert (list(topic.themes), list(topic.regions)) == (["outreach"], ["ITH3"])
    assert opening_of(topic).html == "<p>New <em>words</em></p>"


def test_a_solved_question_stays_a_question(make):
    question = make.question()
    topics.accept_answer(question.author, question, make.post(question))
    with pytest.raises(Invalid, match="stays a question"):
        topics.change_topic(question.author, opening_of(question), title=question.title,
                            source="x", language="en", kind="discussion")


def test_locking_is_recorded_and_refused_to_others(make):
    topic = make.topic()
    moderator = make.moderator(topic.space)
    with pytest.raises(Forbidden):
        topics.lock_topic(topic.author, topic)
    topics.lock_topic(moderator, topic)
    assert topic.locked_at
    with pytest.raises(Forbidden, match="locked"):
        make.post(topic)
    topics.unlock_topic(moderator, topic)
    assert topic.locked_at is None
    assert acts() == ["topic.locked", "topic.unlocked"]


def test_an_accepted_answer_solves_a_question_until_it_is_withdrawn(make):
    question = make.question()
    answer, better = make.post(question), make.post(question)

    topics.accept_answer(question.author, question, answer)
    topics.accept_answer(question.author, question, better)
    assert question.accepted_post_id == better.id
    assert question.solved_at
    topics.withdraw_answer(question.author, question)
    assert not question.is_solved
    assert acts() == []


def test_a_moderator_who_accepts_for_another_is_recorded(make):
    question = make.question()
    topics.accept_answer(make.moderator(question.space), question, make.post(question))
    assert acts() == ["answer.accepted"]


def test_an_answer_from_another_topic_solves_nothing(make):
    question = make.question()
    with pytest.raises(Invalid, match="another topic"):
        topics.accept_answer(question.author, question, make.post(make.topic()))
