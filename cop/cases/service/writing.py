"""What the author of a case does: start, save, submit, withdraw.

What curators and reviewers do stands in `reviewing.py`.
"""
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.verdict import require
from cop.cases.deadlines import FIRST_ANSWER, after_working_days
from cop.cases.departures import as_kept, list_departures
from cop.cases.events import CaseHidden, CaseSubmitted, DecisionAnswered
from cop.cases.models.cases import Case, CaseRevision
from cop.cases.models.decisions import CaseDecision
from cop.cases.models.reviews import CaseReview
from cop.cases.policy.cases import (
    keeps,
    may_answer,
    may_edit_case,
    may_submit,
    may_withdraw,
    may_write_case,
)
from cop.cases.service.attaching import attach
from cop.cases.service.reviews import ask_again
from cop.cases.service.steps import clean_reason, lock, refuse_problems, write_step
from cop.cases.template import BESIDE, FILES, NEWEST, Values, get_template
from cop.people.models import Person


def start_case(author: Person) -> Case:
    """An empty draft, which only its author sees."""
    require(may_write_case(author))
    return add(Case(author=author))


def save_draft(author: Person, case: Case, fields: Mapping[str, Any],
               regions: Iterable[str] = (), themes: Iterable[str] = (), *, note: str = "",
               version: str = NEWEST) -> CaseRevision:
    """Keep what is written so far, however incomplete; only limits are checked.

    What was submitted is never written over: then a new revision begins. Saving what is stored
    already changes nothing. `note`: what is new, for the reviewers. `version`: the template of a
    case that has no text yet. Who saves beside others goes through `drafts.py`.
    """
    lock(case)
    require(may_edit_case(author, case))
    template = get_template(case.current.template_version if case.current else version)
    values = template.take({**fields, "regions": regions, "themes": themes})
    refuse_problems(template.problems(values, "save"))
    note = clean_reason(note, shortest=0)
    if case.current and _says(case.current) == (values, note):
        return case.current
    revision = _revision_to_write_on(author, case, template.version)
    write_revision(revision, values)
    attach(author, revision, values.get(FILES, ()))
    revision.note = note
    case.save_count += 1
    if author.id not in case.writer_ids:
        case.writer_ids.append(author.id)
    if not keeps(author, case):
        record(author.id, "case.edited", case, revision=revision.id)
    if case.status == "withdrawn":
        case.status = "draft"
    if case.published_id is None:
        case.updated_at = now()
        case.show(revision)
    return revision


def submit_case(author: Person, case: Case, note: str = "") -> CaseDecision:
    """Ask for publication. The note of the revision, or the one given, goes with it."""
    lock(case)
    require(may_submit(author, case))
    if case.current is None:
        raise Invalid({"title": _("There is nothing to submit yet.")})
    template = get_template(case.current.template_version)
    refuse_problems(template.problems(case.current.values, "submit"))
    case.current.note = clean_reason(note, shortest=0) or case.current.note
    before = _reviewed_before(case)
    case.organisation_id = author.organisation_id
    case.submitted_at = case.current.submitted_at = now()
    case.due_at = after_working_days(now(), FIRST_ANSWER)
    decision = write_step(author, case, "submitted", case.current.note, act="case.submitted")
    ask_again(case, before)
    publish(CaseSubmitted(case_id=case.id))
    return decision


def withdraw_case(author: Person, case: Case, reason: str) -> CaseDecision:
    """Take one's own case out of sight. It may be taken up again as a draft."""
    lock(case)
    require(may_withdraw(author, case))
    decision = write_step(author, case, "withdrawn", clean_reason(reason), act="case.withdrawn")
    hide(case, decision)
    return decision


def answer_decision(author: Person, case: Case, words: str) -> CaseDecision:
    """Have a word on what was decided. It moves nothing; the curators read it."""
    lock(case)
    require(may_answer(author, case))
    decision = write_step(author, case, case.status, clean_reason(words), act="case.answered")
    publish(DecisionAnswered(case_id=case.id, decision_id=decision.id))
    return decision


def hide(case: Case, decision: CaseDecision) -> None:
    """Readers no longer see it: no text of it is the published one. What they saw says at its
    address when it was withdrawn and why; the decision keeps what had gone out with it."""
    if was_out := case.published_id is not None:
        decision.departures = as_kept(list_departures(case))
        case.withdrawn_at, case.withdrawal_reason = decision.created_at, decision.reason
    case.published, case.due_at = None, None
    db.session.flush()
    if case.current:
        case.show(case.current)
    if was_out:
        publish(CaseHidden(case_id=case.id))


def write_revision(revision: CaseRevision, values: Values) -> None:
    """Put values a template took into a revision, with the HTML readers will see."""
    template = get_template(revision.template_version)
    revision.fields = {name: value for name, value in values.items() if name not in BESIDE}
    revision.regions = list(values.get("regions", ()))
    revision.themes = list(values.get("themes", ()))
    revision.html = template.html(values)


def _reviewed_before(case: Case) -> list[CaseReview]:
    """The reviews of the newest text that had some, unless that is published already."""
    old = [review for review in case.reviews if review.revision_id != case.current_id]
    newest = max((review.revision_id for review in old), default=None)
    if case.round or newest is None or newest == case.published_id:
        return []
    return [review for review in old if review.revision_id == newest and review.scored_at]


def _says(revision: CaseRevision) -> tuple[Values, str]:
    return get_template(revision.template_version).take(revision.values), revision.note


def _revision_to_write_on(author: Person, case: Case, template_version: str) -> CaseRevision:
    """The current one while nobody else has read it, else a new one."""
    if case.current and not case.current.submitted_at and not case.current.published_at:
        return case.current
    number = case.current.number + 1 if case.current else 1
    case.current = add(CaseRevision(
        case_id=case.id, number=number, template_version=template_version, fields={},
        written_by_id=author.id))
    db.session.flush()
    return case.current
