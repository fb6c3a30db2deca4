"""Cases side by side: what each says to each question, whatever template it was written with."""
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cop.cases.models.cases import Case
from cop.cases.shown import readable
from cop.cases.template import Field, get_template, versions
from cop.people.models import Person, Visitor

#: What stands above the table already, or is told otherwise.
ELSEWHERE = {"title", "language", "organisation_only", "contact"}


@dataclass(frozen=True)
class Cell:
    """What one case says to one question, and all it takes to show it."""

    field: Field
    values: dict[str, Any]
    html: dict[str, str]
    language: str


@dataclass(frozen=True)
class Row:
    """A question, and for each case what it says or None."""

    label: str
    cells: Sequence[Cell | None]


def side_by_side(reader: Person | Visitor, cases: Sequence[Case]) -> list[Row]:
    """Every question that at least one of the published texts answers, in the order of the
    newest template any of them was written with."""
    said = [_said(reader, case) for case in cases]
    used = {case.published.template_version for case in cases}
    order: dict[str, str] = {}
    for version in filter(used.__contains__, versions()):
        order |= {field.name: field.label for field in get_template(version).fields()
                  if field.name not in order}
    rows = (Row(label, [cells.get(name) for cells in said]) for name, label in order.items())
    return [row for row in rows if any(row.cells)]


def _said(reader: Person | Visitor, case: Case) -> dict[str, Cell]:
    revision = case.published
    values = readable(reader, revision) | {"evidence_level": case.evidence_level}
    return {field.name: Cell(field, values, revision.html, case.language)
            for field in get_template(revision.template_version).fields()
            if values.get(field.name) and field.name not in ELSEWHERE}
