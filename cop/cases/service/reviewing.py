"""What curators and reviewers do with a case: take it up, ask for changes, publish, archive.

What its author does stands in `writing.py`.
"""
from datetime import datetime

from cop.base.audit import record
from cop.base.clock import now
from cop.base.events import publish
from cop.base.verdict import require
from cop.cases.deadlines import DECISION, after_working_days
from cop.cases.events import CaseDecided, CasePublished, OpinionGiven, ReviewerInvited
from cop.cases.models.cases import Case
from cop.cases.models.decisions import CaseDecision
from cop.cases.policy import (
    may_be_invited,
    may_decide,
    may_give_opinion,
    may_invite_reviewer,
    may_restore,
)
from cop.cases.service.steps import clean_reason, lock, refuse_problems, write_step
from cop.cases.service.writing import hide
from cop.cases.template import get_template
from cop.people.models import Person


def decide(curator: Person, case: Case, to_status: str, reason: str,
           evidence_level: str = "") -> CaseDecision:
    """Any of the steps below, by the status it leads to."""
    if to_status == "published":
        return publish_case(curator, case, reason, evidence_level)
    step = {"in_review": start_review, "changes_requested": request_changes,
            "archived": archive_case, "withdrawn": take_down_case}[to_status]
    return step(curator, case, reason=reason)


def start_review(curator: Person, case: Case, reviewer: Person | None = None, *,
                 reason: str) -> CaseDecision:
    """The first answer: somebody has read it and it goes on. The decision is due later."""
    decision = _decide(curator, case, "in_review", reason)
    case.due_at = after_working_days(case.submitted_at or now(), DECISION)
    if reviewer:
        invite_reviewer(curator, case, reviewer)
    return decision


def invite_reviewer(curator: Person, case: Case, reviewer: Person) -> None:
    """Ask somebody who knows the subject; they see the case from now on."""
    lock(case)
    require(may_invite_reviewer(curator, case))
    require(may_be_invited(reviewer, case))
    case.reviewer = reviewer
    record(curator.id, "case.reviewer_invited", case, reviewer=reviewer.id)
    publish(ReviewerInvited(case_id=case.id, reviewer_id=reviewer.id))


def give_opinion(reviewer: Person, case: Case, opinion: str) -> CaseDecision:
    """What the invited reviewer thinks. It moves nothing; curator and author read it."""
    lock(case)
    require(may_give_opinion(reviewer, case))
    decision = write_step(reviewer, case, case.status, clean_reason(opinion),
                          act="case.opinion_given")
    publish(OpinionGiven(case_id=case.id, decision_id=decision.id))
    return decision


def request_changes(curator: Person, case: Case, reason: str) -> CaseDecision:
    """Back to its author, with what should change."""
    decision = _decide(curator, case, "changes_requested", reason)
    case.due_at = None
    return decision


def publish_case(curator: Person, case: Case, reason: str,
                 evidence_level: str = "") -> CaseDecision:
    """Let readers see the submitted text. The reviewers set the level of evidence: the one
    given, else the one its author proposed."""
    lock(case)
    require(may_decide(curator, case, "published"))
    if case.status == "archived":
        return restore_case(curator, case, reason)
    revision = case.current
    level = evidence_level or revision.fields.get("evidence_level", "")
    template = get_template(revision.template_version)
    refuse_problems(template.problems({**revision.values, "evidence_level": level}, "publish"))
    decision = _decide(curator, case, "published", reason, evidence_level=level)
    put_out(case)
    case.evidence_level = level
    publish(CasePublished(case_id=case.id))
    return decision


def archive_case(curator: Person, case: Case, reason: str) -> CaseDecision:
    """It stays readable, marked as a thing of the past, and leaves the library's list."""
    return _decide(curator, case, "archived", reason)


def restore_case(curator: Person, case: Case, reason: str) -> CaseDecision:
    """Back from the archive into the library, with the text it had."""
    lock(case)
    require(may_restore(curator, case))
    decision = _decide(curator, case, "published", reason)
    publish(CasePublished(case_id=case.id))
    return decision


def take_down_case(curator: Person, case: Case, reason: str) -> CaseDecision:
    """Refuse a case, or take a published one out of sight."""
    decision = _decide(curator, case, "withdrawn", reason)
    hide(case)
    return decision


def put_out(case: Case, moment: datetime | None = None) -> None:
    """The current text is what readers see, from now on or since that moment."""
    moment = moment or now()
    case.published, case.published_id, case.due_at = case.current, case.current.id, None
    case.current.published_at = case.updated_at = moment
    case.published_at = case.published_at or moment
    case.show(case.current)


def _decide(curator: Person, case: Case, to_status: str, reason: str, *,
            evidence_level: str = "") -> CaseDecision:
    lock(case)
    require(may_decide(curator, case, to_status))
    decision = write_step(curator, case, to_status, clean_reason(reason),
                          act=f"case.{to_status}", evidence_level=evidence_level)
    publish(CaseDecided(case_id=case.id, decision_id=decision.id))
    return decision
