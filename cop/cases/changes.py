"""In which fields two texts of a case differ, and how. How texts are compared: `diff.py`."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cop.base.diff import Piece, compare
from cop.cases.models.cases import CaseRevision
from cop.cases.template import Template, Value, get_template


@dataclass(frozen=True)
class Change:
    """One field that says something else than before."""

    name: str
    label: str
    pieces: list[Piece]


def changes(template: Template, old: Mapping[str, Value],
            new: Mapping[str, Value]) -> list[Change]:
    """The fields that differ, in the order of the template, as a person reads them."""
    found = []
    for field in template.fields():
        before, after = (field.words(value) if (value := values.get(field.name)) else ""
                         for values in (old, new))
        if before != after:
            found.append(Change(field.name, field.label, compare(before, after)))
    return found


def between(older: CaseRevision, newer: CaseRevision) -> list[Change]:
    """What changed from one revision to another; what an older template asked otherwise is
    compared as the newer one keeps it."""
    template, before = get_template(newer.template_version), get_template(older.template_version)
    old = older.values if template is before else template.carry(older.values, before)
    return changes(template, old, newer.values)


def two_of(revisions: Sequence[CaseRevision], older: int | None,
           newer: int | None) -> tuple[CaseRevision, CaseRevision]:
    """The two to compare, of some sorted from the newest: those of the numbers asked for, else
    the newest and the one before it. Of one alone: twice the same."""
    by_number = {revision.number: revision for revision in revisions}
    later = by_number.get(newer or 0, revisions[0])
    before = [revision for revision in revisions if revision.number < later.number]
    return by_number.get(older or 0, before[0] if before else later), later
