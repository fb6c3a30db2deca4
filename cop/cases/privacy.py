"""What in a case may identify a person: said to its author before submitting, later to reviewers.

What such things look like is known by `base/identifiers.py`. Nothing here forbids anything.
"""
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from cop.base.identifiers import Finding, find_identifiers
from cop.base.text import excerpt
from cop.cases.template import Template, Values

AROUND = 60  # characters shown before and after what was found


@dataclass(frozen=True)
class Found:
    """Something found in a field, with the words around it."""

    field: str
    label: str
    before: str
    finding: Finding
    after: str


def find_personal(template: Template, values: Values) -> list[Found]:
    """All that may identify somebody, in the order of the form."""
    country = str(values.get("country", ""))
    return [
        _in_its_place(field.name, field.label, text, finding)
        for field in template.fields() if values.get(field.name) and not field.members_only
        for text in field.texts(values[field.name])
        for finding in find_identifiers(text, country)]


def fingerprint(found: Sequence[Found]) -> str:
    """Tells whether these are the findings somebody has looked at already."""
    words = "\n".join(f"{each.field}:{each.finding.words}" for each in found)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _in_its_place(name: str, label: str, text: str, finding: Finding) -> Found:
    start = max(finding.start - AROUND, 0)
    before = text[start:finding.start].partition(" ")[2] if start else text[:finding.start]
    after = excerpt(text[finding.end:finding.end + AROUND * 2], AROUND)
    space = " " if text[finding.end:finding.end + 1].isspace() else ""
    return Found(name, label, ("… " if start else "") + before.replace("\n", " "), finding,
                 space + after)
