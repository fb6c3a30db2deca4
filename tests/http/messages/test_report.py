"""A message is reported; moderators see it and the few around it, and that is written down."""
from datetime import timedelta

import pytest

from cop.base.audit import AuditEntry
from cop.base.clock import at, now
from cop.base.db import db
from cop.messages.models import Message
from cop.moderation.listeners import forget_old_reports
from cop.moderation.models.decisions import ModerationDecision
from cop.moderation.models.items import ReviewItem

WRONG = {"reason": "rude", "note": "An insult."}
DECIDED = {"outcome": "remove", "ground": "rude", "facts": "It insults the other person."}


@pytest.fixture
def words(talk, write, anna, bruno):
    """Ten messages; the insult is the sixth."""
    write(bruno, "Word 2.")
    for number in range(3, 6):
        write(anna, f"Word {number}.")
    insult = write(bruno, "You are an ass.")
    for number in range(7, 11):
        write(anna, f"Word {number}.")
    return insult


@pytest.fixture
def moderator(make):
    return make.granted("moderator", name="Mara Neri")


def item():
    db.session.rollback()
    return ReviewItem.query.filter_by(kind="message").one()


def report(browse, person, message):
    return browse(person).post(f"/messages/{message.id}/report", data=WRONG)


def test_moderators_see_the_message_and_few_around_it(
        browse, anna, bruno, words, moderator, write, run_jobs):
    assert report(browse, anna, words).status_code == 302
    write(anna, "Word 11.")
    desk, waits = browse(moderator), item()
    page = desk.get(f"/moderation/items/{waits.id}").text
    assert "Private message" in page
    assert "You are an ass." not in page
    page = desk.get(f"/moderation/items/{waits.id}/words").text
    assert "You are an ass." in page
    assert [n for n in range(1, 12) if f"Word {n}." in page] == [4, 5, 7, 8]
    db.session.rollback()
    seen = AuditEntry.query.filter_by(act="data.viewed")
    assert {(entry.actor_id, entry.target_id) for entry in seen} == {
        (moderator.id, anna.id), (moderator.id, bruno.id)}
    assert "a moderator read reported private messages" in browse(anna).get("/me/data").text


def test_nobody_reads_it_whose_care_it_is_not_in(make, browse, anna, words, moderator):
    report(browse, anna, words)
    waits = item()
    space = make.space()
    for person in (make.person(), make.moderator(space), make.granted("curator")):
        answer = browse(person).get(f"/moderation/items/{waits.id}/words")
        assert answer.status_code == 404
    assert browse().get(f"/moderation/items/{waits.id}/words").status_code == 302


def test_it_is_removed_and_given_back(browse, anna, bruno, talk, words, moderator, make, run_jobs):
    report(browse, anna, words)
    waits = item()
    answer = browse(moderator).post(f"/moderation/items/{waits.id}/decide", data=DECIDED)
    assert answer.status_code == 302
    assert browse(moderator).get(f"/moderation/items/{waits.id}/words").status_code == 404
    page = browse(bruno).get(f"/conversations/{talk.id}").text
    assert "A moderator removed this message." in page
    assert "You are an ass." not in page
    run_jobs()
    db.session.rollback()
    decision = ModerationDecision.query.one()
    window = browse(bruno)
    assert "Your private message was removed." in window.get(f"/me/decisions/{decision.id}").text
    window.post(f"/decisions/{decision.key}/appeal", data={"text": "It was meant as a joke."})
    db.session.rollback()
    appeal = ReviewItem.query.filter_by(kind="appeal").one()
    other = browse(make.granted("moderator", name="Second Look"))
    assert "You are an ass." in other.get(f"/moderation/items/{appeal.id}/words").text
    other.post(f"/moderation/items/{appeal.id}/answer", data={
        "outcome": "reversed", "answer": "Between you two this was a joke."})
    assert "You are an ass." in browse(anna).get(f"/conversations/{talk.id}").text


def test_removed_words_are_forgotten_once_nobody_can_object(browse, anna, words, moderator):
    report(browse, anna, words)
    browse(moderator).post(f"/moderation/items/{item().id}/decide", data=DECIDED)
    for days, source in ((200, "You are an ass."), (214, "")):
        with at(now() + timedelta(days=days)):
            db.session.rollback()
            forget_old_reports()
            assert db.session.get(Message, words.id).source == source


def test_what_one_wrote_oneself_is_not_reported(browse, bruno, words):
    answer = report(browse, bruno, words)
    assert answer.status_code == 403


def test_a_message_that_is_gone_leaves_nothing_to_read(browse, anna, words, moderator):
    report(browse, anna, words)
    waits = item()
    db.session.delete(db.session.get(Message, words.id))
    desk = browse(moderator)
    assert desk.get(f"/moderation/items/{waits.id}/words").status_code == 404
    answer = desk.post(f"/moderation/items/{waits.id}/decide", data=DECIDED)
    assert answer.status_code == 302
