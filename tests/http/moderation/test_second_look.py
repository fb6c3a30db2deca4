"""Who reported something that stands asks once for another moderator."""
import pytest
from sqlalchemy import select

from cop.base.audit import AuditEntry
from cop.base.clock import at, now
from cop.base.db import db
from cop.moderation.models.decisions import TIME_TO_APPEAL, ModerationDecision
from cop.moderation.models.items import Report
from cop.moderation.service.appeals import decide_appeal, make_appeal
from cop.moderation.service.deciding import Ruling, decide_item, decide_many
from cop.moderation.service.second_looks import ask_again, verdict_on
from tests.http.moderation.conftest import FACTS, item_of, of, report

WHY = "The name is real: the person works two streets from here."
ANSWER = "We asked: it is the example of the handbook, and invented."
KEEP = Ruling(outcome="keep")
AGAINST = Ruling(outcome="remove", ground="personal_data", facts=FACTS)


@pytest.fixture
def rita(make):
    return make.person("Rita Riporta")


@pytest.fixture
def kept(rita, post, moderator):
    made = report(rita, of(post))
    decide_item(moderator, item_of(post), KEEP)
    db.session.commit()
    return made


@pytest.fixture
def other(make, topic):
    return make.moderator(topic.space, "Nino Altro")


def path_of(made):
    return f"/me/reports/{made.id}/again"


def test_another_moderator_looks_and_answers(
        browse, rita, kept, post, moderator, other, letters):
    window = browse(rita)
    assert "Ask for a second look" in window.get("/me/reports").text
    assert "You can ask once" in window.get(path_of(kept)).text
    asked = window.post(path_of(kept), data={"text": WHY}, follow_redirects=True)
    assert "Another moderator looks at it." in asked.text and "Second look" in asked.text
    assert "Ask for a second look" not in asked.text
    db.session.rollback()
    item = item_of(post)
    address = f"/moderation/items/{item.id}"
    assert browse(moderator).get(address).status_code == 404, "not who decided before"
    assert browse(post.author).get(address).status_code == 404
    page = browse(other).get(address).text
    assert WHY in page and "Somebody asks for a second look" in page
    silent = browse(other).post(f"{address}/decide", data={"outcome": "keep"})
    assert silent.status_code == 422 and "Please answer in 10 to" in silent.text
    letters()
    browse(other).post(f"{address}/decide", data={"outcome": "keep", "facts": ANSWER})
    assert ANSWER in window.get("/me/reports").text
    assert not [each for each in letters() if each["To"] == post.author.email]
    db.session.rollback()
    assert {each.facts for each in ModerationDecision.query} == {""}, "not for the author's eyes"
    again = Report.query.filter_by(is_again=True).one()
    assert (again.outcome, again.weight) == ("not_upheld", 0)
    assert "Ask for a second look" not in window.get("/me/reports").text
    refused = window.post(path_of(again), data={"text": WHY})
    assert refused.status_code == 403 and "Two moderators have looked at it" in refused.text
    refused = window.post(path_of(kept), data={"text": WHY})
    assert refused.status_code == 403 and "reported this again since" in refused.text
    entry = AuditEntry.query.filter_by(act="report.asked_again").one()
    assert entry.actor_id is None, "who reported stands nowhere"


def test_it_can_end_otherwise_and_the_author_is_told(browse, rita, kept, post, other, letters):
    ask_again(rita, kept, WHY)
    decide_item(other, item_of(post), AGAINST)
    db.session.commit()
    assert [each["To"] for each in letters() if FACTS in each.get_content()] == [post.author.email]
    page = browse(rita).get("/me/reports").text
    assert "did something about it" in page and FACTS not in page
    db.session.rollback()
    again = Report.query.filter_by(is_again=True).one()
    assert "Something was done" in verdict_on(rita, again).reason


def test_it_joins_what_waits_already_and_is_taken_from_who_decided(
        make, rita, kept, post, moderator):
    report(make.person("Berta Anche"), of(post))
    item = item_of(post)
    item.claimed_by_id, item.claimed_at = moderator.id, now()
    again = ask_again(rita, kept, WHY)
    assert again.item_id == item.id
    assert (item.not_for_id, item.claimed_by_id) == (moderator.id, None)
    assert item.report_count == 2 and not post.withheld


def test_several_at_once_are_no_answer_and_nobody_decides_their_own(
        browse, topic, make, post, moderator, other):
    made = report(other, of(post))
    decide_item(moderator, item_of(post), KEEP)
    ask_again(other, made, WHY)
    db.session.commit()
    item = item_of(post)
    third = make.moderator(topic.space, "Terzo Terzi")
    assert decide_many(third, [item], KEEP) == (0, [item])
    db.session.commit()
    refused = browse(other).post(f"/moderation/items/{item.id}/decide", data={
        "outcome": "keep", "facts": ANSWER})
    assert refused.status_code == 409
    assert "You asked for this second look" in refused.text


@pytest.mark.parametrize("text", ["", "  no  ", "x" * 2001])
def test_why_must_be_said(browse, rita, kept, text):
    refused = browse(rita).post(path_of(kept), data={"text": text})
    assert refused.status_code == 422
    assert "characters why somebody should look again" in refused.text
    assert text.strip() in refused.text
    assert db.session.scalars(select(Report)).one().is_again is False


def test_it_is_refused_before_a_decision_and_when_it_is_too_late(browse, rita, post, moderator):
    made = report(rita, of(post))
    db.session.commit()
    waiting = browse(rita).post(path_of(made), data={"text": WHY})
    assert waiting.status_code == 403 and "It waits for a moderator." in waiting.text
    decide_item(moderator, item_of(post), KEEP)
    db.session.commit()
    with at(now() + TIME_TO_APPEAL * 1.01):
        assert "It is too late to ask" in verdict_on(rita, made).reason


def test_what_was_undone_after_an_objection_is_not_asked_for_again(
        rita, post, moderator, other):
    made = report(rita, of(post))
    decision = decide_item(moderator, item_of(post), AGAINST)
    make_appeal(decision, "The name is invented: it is an example.")
    decide_appeal(other, item_of(post), decision, outcome="reversed", answer=ANSWER)
    assert "Two moderators have looked at it" in verdict_on(rita, made).reason


def test_reports_of_others_and_what_is_gone_are_not_there(browse, make, rita, kept, post):
    stranger = make.person("Sara Strana")
    db.session.commit()
    for method in ("get", "post"):
        assert getattr(browse(stranger), method)(path_of(kept)).status_code == 404
        assert getattr(browse(), method)(path_of(kept)).headers["Location"].startswith("/login")
    post.deleted_at = now()
    db.session.commit()
    assert browse(rita).get(path_of(kept)).status_code == 404
