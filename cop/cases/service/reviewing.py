"""What curators decide about a case: take it into review, ask for changes, publish, archive.

What reviewers do stands in `reviews.py`, what its author does in `writing.py`.
"""
from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.clock import now
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.verdict import require
from cop.cases.deadlines import CONFIRM_AFTER, DECISION, after_working_days
from cop.cases.events import CaseDecided, CasePublished
from cop.cases.models.cases import Case, CaseRevision
from cop.cases.models.decisions import CaseDecision
from cop.cases.policy.reviewing import (
    JUDGING,
    may_decide,
    may_publish,
    may_redact,
    may_restore,
)
from cop.cases.queries.cases import list_all_revisions
from cop.cases.queries.reviewing import count_others_who_judge, get_last_step
from cop.cases.rubric import evidence_of, is_inspiring
from cop.cases.service.reviews import invite_reviewer, send_comments
from cop.cases.service.steps import clean_reason, lock, refuse_problems, write_step
from cop.cases.service.translating import take_words_out
from cop.cases.service.writing import hide, write_revision
from cop.cases.template import get_template
from cop.people.models import Person

#: What a curator looks at before a case goes on to a reviewer.
CHECKS = ("form", "privacy", "language", "duplicates")
#: What stands where words were taken out.
REDACTED = "[…]"


def decide(curator: Person, case: Case, to_status: str, reason: str,
           checks: Iterable[str] = ()) -> CaseDecision:
    """Any of the steps below, by the status it leads to."""
    if to_status == "in_review":
        return start_review(curator, case, reason=reason, checks=checks)
    step = {"changes_requested": request_changes, "published": publish_case,
            "archived": archive_case, "withdrawn": take_down_case}[to_status]
    return step(curator, case, reason=reason)


def start_review(curator: Person, case: Case, reviewer: Person | None = None, *,
                 reason: str, checks: Iterable[str] = ()) -> CaseDecision:
    """The first answer: a curator has checked it (all CHECKS) and it goes on to a reviewer.
    The decision is due later."""
    missing = [check for check in CHECKS if check not in set(checks)]
    if missing:
        raise Invalid({"checks": _("Please tick every point you have looked at.")})
    decision = _decide(curator, case, "in_review", reason)
    decision.checks = list(CHECKS)
    case.due_at = after_working_days(case.submitted_at or now(), DECISION)
    if reviewer:
        invite_reviewer(curator, case, reviewer)
    return decision


def request_changes(curator: Person, case: Case, reason: str) -> CaseDecision:
    """Back to its author, with what should change, field by field where it was said so."""
    decision = _decide(curator, case, "changes_requested", reason)
    case.due_at = None
    send_comments(case, decision)
    return decision


def publish_case(curator: Person, case: Case, reason: str) -> CaseDecision:
    """Let readers see the submitted text, when its reviews allow it.

    The level of evidence is the reviewers'. Where a change of a published case was not reviewed
    anew it keeps the level it had.
    """
    lock(case)
    require(may_publish(curator, case, others=count_others_who_judge(curator, case)))
    if case.status == "archived":
        return restore_case(curator, case, reason)
    scored = [review for review in case.round if review.scored_at]
    level = evidence_of([review.evidence_level for review in scored]) or case.evidence_level
    refuse_problems(problems_of_publishing(case, level))
    decision = _decide(curator, case, "published", reason, evidence_level=level)
    put_out(case)
    case.evidence_level = level
    if scored:
        case.is_inspiring = is_inspiring([review.scores for review in scored], level)
    publish(CasePublished(case_id=case.id))
    return decision


def problems_of_publishing(case: Case, evidence_level: str) -> dict[str, str]:
    """What the text lacks for being published with that level of evidence: field → sentence."""
    template = get_template(case.current.template_version)
    values = {**case.current.values, "evidence_level": evidence_level}
    return template.problems(values, "publish")


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
    hide(case, decision)
    return decision


def give_back_case(actor: Person, case: Case, reason: str) -> CaseDecision:
    """Taking it down was wrong: it is what it was before, with the text readers saw. Whether they
    may say so was asked before (an objection in `moderation/`)."""
    lock(case)
    taken_down = get_last_step(case, "withdrawn")
    decision = write_step(actor, case, taken_down.from_status, reason, act="case.given_back")
    if case.withdrawn_at:
        revisions = list_all_revisions(case)
        case.published = max((each for each in revisions if each.published_at),
                             key=lambda each: each.number)
        case.withdrawn_at, case.withdrawal_reason = None, ""
        case.show(case.published)
        publish(CasePublished(case_id=case.id))
    return decision


def redact(curator: Person, case: Case, field: str, words: str) -> None:
    """Take words that identify somebody out of a field, in every version and every translation
    there is of it."""
    lock(case)
    require(may_redact(curator, case))
    touched = [revision for revision in list_all_revisions(case)
               if words.strip() and _holds(revision, field, words)]
    translated = take_words_out(case, field, words, REDACTED)
    if not touched and not translated:
        raise Invalid({"words": _("These words are not in that field any more.")})
    for revision in touched:
        asked = get_template(revision.template_version).field(field)
        said = asked.replaced(revision.fields[field], words, REDACTED)
        write_revision(revision, {**revision.values, field: said})
    case.show(case.published or case.current)
    case.save_count += 1
    record(curator.id, "case.redacted", case, field=field)
    if case.published_id:
        publish(CasePublished(case_id=case.id))


def put_out(case: Case, moment: datetime | None = None) -> None:
    """The current text is what readers see, from now on or since that moment."""
    moment = moment or now()
    case.published, case.published_id, case.due_at = case.current, case.current.id, None
    case.current.published_at = case.updated_at = moment
    case.published_at = case.published_at or moment
    case.withdrawn_at, case.withdrawal_reason = None, ""
    case.confirm_by, case.asked_to_confirm_at = moment + CONFIRM_AFTER, None
    case.show(case.current)


def _holds(revision: CaseRevision, field: str, words: str) -> bool:
    asked, said = get_template(revision.template_version).field(field), revision.fields.get(field)
    return bool(asked and said) and any(words in text for text in asked.texts(said))


def _decide(curator: Person, case: Case, to_status: str, reason: str, *,
            evidence_level: str = "") -> CaseDecision:
    lock(case)
    others = count_others_who_judge(curator, case)
    require(may_decide(curator, case, to_status, others=others))
    decision = write_step(curator, case, to_status, clean_reason(reason),
                          act=f"case.{to_status}", evidence_level=evidence_level)
    if not others and to_status in JUDGING:  # what they wrote themselves, for want of others
        record(curator.id, "case.judged_alone", case, decision=decision.id)
    publish(CaseDecided(case_id=case.id, decision_id=decision.id))
    return decision
