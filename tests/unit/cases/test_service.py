"""What happens to a case when somebody does something with it."""
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from cop.base.audit import AuditEntry
from cop.base.clock import at
from cop.base.db import db
from cop.base.errors import Forbidden, Invalid
from cop.base.jobs import Job
from cop.cases.models.cases import CaseRevision
from cop.cases.models.decisions import CaseDecision
from cop.cases.queries import reviewing as work
from cop.cases.service import reviewing, reviews, writing
from tests.case_text import FILLED, REGIONS, THEMES
from tests.make import review, reviewed, score, take_up

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def author(make):
    return make.person("Chiara Bellin", organisation="CPI di Treviso")


@pytest.fixture
def curator(make):
    return make.granted("curator", name="Paolo Curti")


def save(author, case, **fields):
    return writing.save_draft(author, case, FILLED | fields, REGIONS, THEMES)


def revisions(case):
    query = select(CaseRevision).where(CaseRevision.case_id == case.id)
    return db.session.scalars(query.order_by(CaseRevision.number)).all()


def told(case):
    """The names of the listeners that were ordered about a case."""
    return [job.name.rpartition(".")[2] for job in db.session.scalars(select(Job).order_by(Job.id))
            if job.arguments.get("case_id") == case.id]


def test_a_draft_is_written_over_until_it_is_submitted(author):
    case = writing.start_case(author)
    save(author, case)
    save(author, case, innovation="A thought.")
    assert [r.number for r in revisions(case)] == [1]
    assert case.save_count == 2
    writing.submit_case(author, case)
    assert case.current.submitted_at


def test_saving_what_is_stored_already_changes_nothing(author):
    case = writing.start_case(author)
    first = save(author, case)
    again = writing.save_draft(author, case, FILLED | {"title": FILLED["title"] + "  \r\n"},
                               REGIONS, THEMES)
    assert again is first
    assert case.save_count == 1


def test_an_incomplete_draft_is_kept_and_what_breaks_a_limit_is_not(author):
    case = writing.start_case(author)
    writing.save_draft(author, case, {"title": "Idea"})
    assert (case.title, case.status) == ("Idea", "draft")
    with pytest.raises(Invalid) as refusal:
        writing.save_draft(author, case, {"title": "x" * 101})
    assert list(refusal.value.fields) == ["title"]


def test_a_submitted_text_never_changes_and_the_next_word_begins_a_new_one(author, curator, make):
    case = make.case(author, status="changes_requested", curator=curator)
    save(author, case, innovation="Asked for.")
    first, second = revisions(case)
    assert "innovation" not in first.fields
    assert second.fields["innovation"] == "Asked for."
    save(author, case, innovation="Asked for, and better.")
    assert len(revisions(case)) == 2


def test_the_columns_repeat_the_published_text_until_a_new_one_is_published(
        author, curator, make):
    case = make.case(author, status="published", curator=curator)
    save(author, case, title="A title nobody has read", licence="members-only", country="FR")
    writing.submit_case(author, case)
    assert (case.title, case.members_only, case.country) == (FILLED["title"], False, "IT")
    reviewing.publish_case(curator, case, "It got better.")
    assert (case.title, case.members_only, case.country) == ("A title nobody has read", True, "FR")


def test_publishing_again_keeps_the_first_date_and_sets_the_second(author, curator):
    case = writing.start_case(author)
    save(author, case)
    for day, words in ((1, "Good work, thank you."), (30, "The new figures help.")):
        with at(MONDAY + timedelta(days=day)):
            writing.submit_case(author, case)
            if not case.published_id:
                reviewed(curator, case)
            reviewing.publish_case(curator, case, words)
        save(author, case, innovation="Something new.")
    assert case.published_at == MONDAY + timedelta(days=1)
    assert case.updated_at == MONDAY + timedelta(days=30)


def test_submitting_sets_the_clock_and_review_sets_it_on(author, curator):
    case = writing.start_case(author)
    save(author, case)
    with at(MONDAY):
        writing.submit_case(author, case, "Please look at the table.")
    assert case.due_at == MONDAY + timedelta(days=7)
    assert not case.is_overdue or case.due_at < datetime.now(UTC)
    with at(MONDAY + timedelta(days=1)):
        take_up(curator, case, "Somebody who knows it reads it now.")
    assert case.due_at == MONDAY + timedelta(days=21)
    with at(case.due_at + timedelta(minutes=1)):
        assert not case.is_overdue
    with at(MONDAY + timedelta(days=22)):
        assert case.is_overdue
    review(curator, case, "Clear, with figures.")
    reviewing.publish_case(curator, case, "Clear and useful.")
    assert case.due_at is None


def test_the_organisation_of_a_case_is_its_authors_when_it_is_submitted(author, make):
    case = writing.start_case(author)
    save(author, case)
    author.organisation = make.organisation("Veneto Lavoro")
    writing.submit_case(author, case)
    assert case.organisation.name == "Veneto Lavoro"


def test_nothing_incomplete_is_submitted_or_published(author, curator):
    case = writing.start_case(author)
    with pytest.raises(Invalid):
        writing.submit_case(author, case)
    save(author, case, lessons_learnt="", difficulties="")
    with pytest.raises(Invalid) as refusal:
        writing.submit_case(author, case)
    assert set(refusal.value.fields) == {"lessons_learnt"}
    save(author, case, difficulties="")
    writing.submit_case(author, case)
    reviewed(curator, case)
    with pytest.raises(Invalid) as refusal:
        reviewing.publish_case(curator, case, "It would be good.")
    assert set(refusal.value.fields) == {"difficulties"}
    assert case.status == "in_review"


def test_the_reviewers_set_the_level_of_evidence(author, curator, make):
    case = make.case(author, status="submitted", evidence_level="E3", sources="A report",
                     evaluation_method="A comparison group of two offices.")
    reviewed(curator, case, level="E2")
    decision = reviewing.publish_case(curator, case, "A comparison, not a control group.")
    assert (case.evidence_level, decision.evidence_level) == ("E2", "E2")
    assert case.published.fields["evidence_level"] == "E3"
    other = make.case(author, status="submitted")
    with pytest.raises(Invalid) as refusal:
        reviewed(curator, other, level="E4")
    assert set(refusal.value.fields) == {"evidence_level"}


@pytest.mark.parametrize("reason", ["", "ok", " " * 40, "x" * 5001])
def test_every_decision_needs_a_reason(author, curator, make, reason):
    case = make.case(author, status="submitted")
    reviewed(curator, case)
    for step in (reviewing.request_changes, reviewing.publish_case, reviewing.take_down_case):
        with pytest.raises(Invalid):
            step(curator, case, reason)
    with pytest.raises(Invalid):
        writing.withdraw_case(author, case, reason)
    assert case.status == "in_review"


def test_every_decision_is_kept_and_recorded(author, curator, make):
    case = make.case(author, status="archived", curator=curator)
    decisions = work.list_decisions(case)
    assert [(d.from_status, d.to_status, d.decided_by) for d in decisions] == [
        ("draft", "submitted", author), ("submitted", "in_review", curator),
        ("in_review", "in_review", case.reviews[0].reviewer),
        ("in_review", "published", curator), ("published", "archived", curator)]
    acts = db.session.scalars(select(AuditEntry).where(AuditEntry.target_id == case.id)
                              .order_by(AuditEntry.id)).all()
    assert [entry.act for entry in acts] == [
        "case.submitted", "case.in_review", "case.reviewer_invited", "case.opinion_given",
        "case.published", "case.archived"]
    assert all(set(entry.facts) <= {"decision", "reviewer"} for entry in acts)


def test_those_concerned_are_told(author, curator, make):
    case = make.case(author)
    writing.submit_case(author, case)
    assert "tell_curators" in told(case)
    rita = make.person("Rita")
    take_up(curator, case, "Rita knows the subject.", reviewer=rita)
    assert {"tell_the_author", "tell_the_reviewer"} <= set(told(case))
    score(rita, case)
    reviewing.publish_case(curator, case, "Clear and useful.")
    assert "index_case" in told(case)
    reviewing.take_down_case(curator, case, "A client could be recognised.")
    assert "index_hidden_case" in told(case)


def test_what_was_never_out_is_not_forgotten(author, make):
    case = make.case(author, status="submitted")
    writing.withdraw_case(author, case, "I will write it anew.")
    assert "index_hidden_case" not in told(case)


def test_a_withdrawn_case_is_out_of_sight_and_can_be_taken_up_again(author, curator, make):
    case = make.case(author, status="published", curator=curator)
    writing.withdraw_case(author, case, "The figures were wrong.")
    assert (case.status, case.published_id) == ("withdrawn", None)
    save(author, case, innovation="With the right figures.")
    assert case.status == "draft"
    writing.submit_case(author, case)
    assert case.published_id is None
    reviewed(curator, case)
    reviewing.publish_case(curator, case, "The figures are right now.")
    assert case.published.number == 2


def test_a_case_comes_back_from_the_archive_with_the_text_it_had(author, curator, make):
    case = make.case(author, status="published", curator=curator)
    save(author, case, innovation="Not submitted.")
    reviewing.archive_case(curator, case, "Nobody does it any more.")
    reviewing.restore_case(curator, case, "They took it up again.")
    assert (case.status, case.published.number, case.current.number) == ("published", 1, 2)


def test_only_the_archive_gives_back(curator, make):
    case = make.case(status="submitted")
    with pytest.raises(Forbidden):
        reviewing.restore_case(curator, case, "Out with it, unread.")
    assert case.published_id is None


def test_a_reviewer_must_not_be_of_the_house(author, curator, make):
    case = make.case(author, status="submitted")
    for person in (author, make.person("Pia", organisation="CPI di Treviso")):
        with pytest.raises(Forbidden):
            reviews.invite_reviewer(curator, case, person)
    assert case.reviews == []


def test_a_review_moves_nothing_and_is_kept(author, curator, make):
    case, reviewer = make.case(author, status="submitted"), make.person("Rita")
    reviews.invite_reviewer(curator, case, reviewer)
    score(reviewer, case, opinion="Useful, but the table needs a source.")
    last = work.list_decisions(case)[-1]
    assert (last.from_status, last.to_status, last.decided_by) == (
        "submitted", "submitted", reviewer)
    with pytest.raises(Forbidden):
        score(make.person(), case)


def test_what_is_refused_leaves_no_trace(author, make):
    case, stranger = make.case(author, status="submitted"), make.person()
    before = db.session.query(CaseDecision).count()
    for act in (
        lambda: writing.save_draft(stranger, case, {}),
        lambda: writing.submit_case(stranger, case),
        lambda: writing.withdraw_case(stranger, case, "Because I would like to."),
        lambda: reviewing.publish_case(stranger, case, "Because I would like to."),
        lambda: reviews.invite_reviewer(stranger, case, stranger),
    ):
        with pytest.raises(Forbidden):
            act()
    assert db.session.query(CaseDecision).count() == before


def test_the_text_readers_see_is_rendered_when_it_is_written(author):
    case = writing.start_case(author)
    save(author, case)
    assert "<strong>chiusi</strong>" in case.current.html["activities"]
    assert "results" not in case.current.html
    assert case.summary == FILLED["summary"]
