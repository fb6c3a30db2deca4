"""Objections: who a decision is about has a word, somebody else decides, and all can be undone."""
import re

import pytest
from sqlalchemy import select

from cop.base.clock import at, now
from cop.base.db import db
from cop.discussions.models.topics import Post
from cop.moderation.models.decisions import TIME_TO_APPEAL, ModerationDecision
from cop.moderation.models.items import Report
from cop.moderation.service.deciding import Ruling, decide_item
from cop.moderation.service.sanctions import Penalty
from tests.http.moderation.conftest import FACTS, item_of, of, report

WHY = "The name is invented: it is an example from our handbook."
AGAINST = Ruling(outcome="remove", ground="personal_data", facts=FACTS)


@pytest.fixture
def decision(make, post, moderator):
    report(make.person("Rita Riporta"), of(post))
    made = decide_item(moderator, item_of(post), AGAINST)
    db.session.commit()
    return made


def appeal_number(window):
    return re.search(r"/moderation/items/(\d+)", window.get("/moderation?kind=appeal").text)


def test_another_moderator_decides_and_can_undo_everything(
        make, browse, post, topic, decision, moderator, letters):
    key = decision.key
    answer = browse(post.author).post(f"/decisions/{key}/appeal", data={"text": WHY},
                                      follow_redirects=True)
    assert "Another moderator will look at it." in answer.text and WHY in answer.text
    db.session.rollback()
    other = make.moderator(topic.space, "Nino Altro")
    letters()
    assert appeal_number(browse(moderator)) is None, "not who decided before"
    assert "Somebody objects to a decision" not in browse(moderator).get("/inbox").text
    window = browse(other)
    number = appeal_number(window)[1]
    page = window.get(f"/moderation/items/{number}").text
    assert WHY in page and FACTS in page and "diabetes" in page
    path = f"/moderation/items/{number}/answer"
    assert browse(moderator).post(path, data={"outcome": "upheld"}).status_code == 404
    assert window.post(path, data={"outcome": "upheld", "answer": "No"}).status_code == 422
    assert window.post(path, data={
        "outcome": "reversed", "answer": "You are right, it is an example."}).status_code == 302
    letter = letters()[-1]
    assert letter["To"] == post.author.email
    assert "the decision is undone" in letter.get_content()
    assert "diabetes" in browse().get(f"/topics/{topic.id}-{topic.slug}").text
    db.session.rollback()
    assert db.session.get(ModerationDecision, decision.id).reversed_at
    assert db.session.scalars(select(Report)).one().outcome == "not_upheld"
    assert window.post(path, data={"outcome": "upheld", "answer": WHY}).status_code == 409


def test_it_is_asked_once_and_within_six_months(make, browse, post, decision):
    window, path = browse(post.author), f"/decisions/{decision.key}"
    short = window.post(f"{path}/appeal", data={"text": "No!"})
    assert short.status_code == 422 and "No!" in short.text
    late = now() + TIME_TO_APPEAL
    with at(late):
        assert "Object to this decision" not in window.get(path).text
        answer = window.post(f"{path}/appeal", data={"text": WHY})
        assert answer.status_code == 403 and "It is too late to object" in answer.text
    assert "Object to this decision" in window.get(path).text
    assert window.post(f"{path}/appeal", data={"text": WHY}).status_code == 302
    answer = window.post(f"{path}/appeal", data={"text": WHY})
    assert answer.status_code == 403 and "You have objected already." in answer.text


def test_who_is_suspended_objects_from_the_letter_and_comes_back_when_it_was_wrong(
        make, browse, post, letters):
    admin, second = make.granted("administrator"), make.granted("administrator", name="Bea")
    report(make.person(), of(post), "rude")
    decide_item(admin, item_of(post), Ruling(
        outcome="remove", ground="rude", facts=FACTS, penalty=Penalty(kind="suspend", days=7)))
    said = letters()[-1].get_content()
    assert "you cannot sign in" in said
    path = re.search(r"http://localhost(/decisions/\S+)", said)[1]
    window = browse()
    assert FACTS in window.get(path).text
    assert window.get(f"{path}x").status_code == 404
    assert window.post(f"{path}/appeal", data={"text": WHY}).status_code == 302
    db.session.rollback()
    number = appeal_number(browse(second))[1]
    browse(second).post(f"/moderation/items/{number}/answer", data={
        "outcome": "reversed", "answer": "That was far too much."})
    db.session.rollback()
    assert db.session.get(type(post.author), post.author_id).is_active
    assert not db.session.get(Post, post.id).withheld


def test_a_practice_that_was_taken_down_wrongly_comes_back(make, browse, letters):
    case = make.case(status="published")
    report(make.person(), ("case", case.id), "other", note="A copy.")
    admin, second = make.granted("administrator"), make.granted("administrator", name="Bea")
    number = re.search(r"/moderation/items/(\d+)", browse(admin).get("/moderation").text)[1]
    browse(admin).post(f"/moderation/items/{number}/decide", data={
        "outcome": "remove", "ground": "unlawful", "facts": "It is a copy of another one."})
    assert browse().get(f"/cases/{case.id}").status_code != 200
    db.session.rollback()
    made = db.session.scalars(select(ModerationDecision)).one()
    browse(case.author).post(f"/decisions/{made.key}/appeal", data={"text": WHY})
    number = appeal_number(browse(second))[1]
    browse(second).post(f"/moderation/items/{number}/answer", data={
        "outcome": "reversed", "answer": "It is no copy."})
    assert browse().get(f"/cases/{case.id}-{case.slug}").status_code == 200
