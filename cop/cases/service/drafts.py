"""Saving a case while it is written: all of it or field by field, while others write on it, too.

What is stored then, `writing.py` says; how two texts come together, `merge.py`.
"""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from cop.base.clock import now
from cop.base.db import db
from cop.base.verdict import require
from cop.cases.merge import Merged, Sums, merge, sums_of
from cop.cases.models.cases import Case, CaseRevision
from cop.cases.models.decisions import CaseDecision
from cop.cases.models.quotations import CaseSource, Quotation
from cop.cases.policy.cases import may_edit_case
from cop.cases.service.steps import lock
from cop.cases.service.writing import save_draft, start_case, write_revision
from cop.cases.template import NEWEST, Template, Values, get_template
from cop.people.models import Person

#: So long after it was touched last, a draft that was never submitted is forgotten.
KEPT = timedelta(days=365)


@dataclass(frozen=True)
class Kept:
    """What became of fields that were saved one by one."""

    #: field → why it was not stored.
    problems: Mapping[str, str]
    #: Fields somebody else changed meanwhile, to different words: not stored either.
    conflicts: tuple[str, ...]
    #: What the form has to remember of those that were stored.
    sums: Mapping[str, str]


def save_form(person: Person, case: Case, values: Values, base: Sums | None, *,
              note: str = "") -> Merged:
    """Save all that a form holds. What others saved since it was opened (`base`) is put together
    with it; where both changed a field, nothing is stored and the conflicts are told."""
    lock(case)
    require(may_edit_case(person, case))
    merged = merge(template_of(case), base, says(case), values)
    if not merged.conflicts:
        _store(person, case, merged.values, note)
    return merged


def save_fields(person: Person, case: Case, typed: Mapping[str, Any], base: Sums) -> Kept:
    """Save some fields and leave the others. Each field is stored that is within its limits and
    that nobody else changed meanwhile; what keeps it from being stored is told. `typed` may have
    the note to the reviewers, too."""
    lock(case)
    require(may_edit_case(person, case))
    template, stored = template_of(case), says(case)
    mine = {field.name: field.take(typed[field.name]) for field in template.fields()
            if field.name in typed}
    problems = {name: sentence for name, sentence in template.problems(stored | mine).items()
                if name in mine}
    merged = merge(template, base, stored, stored | mine)
    held = {*problems, *merged.conflicts}
    good = {name: value for name, value in mine.items() if name not in held}
    _store(person, case, stored | good,
           typed.get("note", case.current.note if case.current else ""))
    return Kept(problems, merged.conflicts, {name: sums_of(good).get(name, "") for name in good})


def start_with(author: Person, typed: Mapping[str, Any]) -> tuple[Case, Kept]:
    """A new draft with the first fields somebody typed."""
    case = start_case(author)
    return case, save_fields(author, case, typed, {})


def renew_draft(author: Person, case: Case) -> CaseRevision:
    """Bring the text that is being written under the newest version of the template, with every
    word it has."""
    lock(case)
    require(may_edit_case(author, case))
    values = get_template(NEWEST).carry(says(case), template_of(case))
    revision = save_draft(author, case, says(case), note=f"{case.current.note}")
    revision.template_version = NEWEST
    write_revision(revision, values)
    case.save_count += 1
    return revision


def forget_old_drafts() -> None:
    """Drafts that were never sent in and that nobody touched for a year go for good."""
    decided = select(CaseDecision.case_id)
    old = db.session.scalars(select(Case).where(
        Case.status == "draft", Case.submitted_at.is_(None), Case.updated_at < now() - KEPT,
        Case.id.not_in(decided)).limit(500)).all()
    for case in old:
        case.current = None
    db.session.flush()
    for table in (CaseRevision, CaseSource, Quotation):
        db.session.execute(delete(table).where(table.case_id.in_([case.id for case in old])))
    for case in old:
        db.session.delete(case)


def template_of(case: Case) -> Template:
    """The one its text is written under; of a case without a text the newest."""
    return get_template(case.current.template_version if case.current else NEWEST)


def says(case: Case) -> Values:
    """What is stored of a case now."""
    return template_of(case).take(case.current.values) if case.current else {}


def _store(person: Person, case: Case, values: Values, note: str) -> None:
    save_draft(person, case, values, values.get("regions", ()), values.get("themes", ()),
               note=note)
