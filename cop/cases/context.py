"""The conditions of a case beside those of the organisation of who reads: line by line, no score.

What is the same, what differs and what is not known is said; what it means is for people to judge.
"""
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from cop.cases.fields.base import our_language
from cop.cases.template import Template
from cop.people.models import Organisation
from cop.people.organisation import STAFF
from cop.vocabulary.lists import BODY_TYPES, COUNTRIES, REGIONS, SCOPES, TARGET_GROUPS, THEMES
from cop.vocabulary.regions import covers
from cop.vocabulary.terms import Vocabulary

SAME, DIFFERS, UNKNOWN, FOR_YOU = "same", "differs", "unknown", "for_you"


@dataclass(frozen=True)
class Line:
    """One condition: what the case says, what the organisation says, and how they compare. What
    are words on both sides is `for_you` to compare. `name` is the field of the case."""

    name: str
    label: str
    theirs: str
    ours: str
    state: str


def compare(template: Template, values: Mapping[str, Any], ours: Organisation) -> list[Line]:
    """All the conditions that the case or the organisation knows something about."""
    def chosen(name: str, vocabulary: Vocabulary, own: Iterable[str],
               fits: Callable[[str, str], bool] = str.__eq__) -> Line:
        theirs, mine = _codes(values.get(name)), [code for code in own if code]
        return Line(name, _label(template, name), _words(theirs, vocabulary),
                    _words(mine, vocabulary), _state(theirs, mine, fits))

    def written(name: str, own: str) -> Line:
        field = template.field(name)
        said = field.words(values[name]) if field and values.get(name) else ""
        return Line(name, _label(template, name), said, own, FOR_YOU if said and own else UNKNOWN)

    lines = [
        chosen("country", COUNTRIES, [ours.country]),
        chosen("regions", REGIONS, [ours.region], _overlap),
        chosen("responsible_body_type", BODY_TYPES, [ours.body_type]),
        chosen("geographic_scope", SCOPES, [ours.reach]),
        chosen("target_groups", TARGET_GROUPS, ours.target_groups),
        chosen("themes", THEMES, ours.themes, _near),
        written("resources_staff", str(STAFF.get(ours.staff, ""))),
        written("cost_total", ours.budget),
        written("transfer_conditions", ""),
    ]
    return [line for line in lines if line.theirs or line.ours]


def _state(theirs: Sequence[str], ours: Sequence[str], fits: Callable[[str, str], bool]) -> str:
    """Same as soon as one of theirs fits one of ours."""
    if not theirs or not ours:
        return UNKNOWN
    return SAME if any(fits(their, our) for their in theirs for our in ours) else DIFFERS


def _overlap(their: str, our: str) -> bool:
    """Is one of two regions within the other, or are they the same?"""
    return covers(their, our) or covers(our, their)


def _near(their: str, our: str) -> bool:
    """Is one of two themes the other, or a narrower one of it?"""
    return their == our or any(term.code in (their, our)
                               for code in (their, our) for term in THEMES.ancestors(code))


def _label(template: Template, name: str) -> str:
    field = template.field(name)
    return field.label if field else {
        "cost_total": _("Cost"), "resources_staff": _("Staff"),
        "transfer_conditions": _("What it takes elsewhere")}.get(name, name)


def _codes(value: Any) -> list[str]:
    return [value] if isinstance(value, str) and value else list(value or ())


def _words(codes: Iterable[str], vocabulary: Vocabulary) -> str:
    return ", ".join(vocabulary.label(code, our_language()) for code in codes)
