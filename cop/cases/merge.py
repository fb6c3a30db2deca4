"""Two who write on the same case at once: what comes together by itself, and what somebody must
choose.

A form remembers a sum of what each field said when it was opened; so it can be told, without
keeping every state a case was in, who changed which field since.
"""
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from cop.cases.fields.base import Value, Values
from cop.cases.template import Template

#: field → a sum of what it said; a field that said nothing is not named.
Sums = Mapping[str, str]


@dataclass(frozen=True)
class Merged:
    """What both wrote, put together."""

    #: Where both changed a field to different words, those of who saves now.
    values: Values
    #: Fields that both changed to different words.
    conflicts: tuple[str, ...] = ()
    #: Fields that only the other changed.
    taken_over: tuple[str, ...] = ()


def sums_of(values: Mapping[str, Value]) -> dict[str, str]:
    """What a form that is opened now has to remember."""
    return {name: _sum(value) for name, value in values.items() if value}


def merge(template: Template, base: Sums | None, stored: Mapping[str, Value],
          mine: Mapping[str, Value]) -> Merged:
    """`base`: the sums when `mine` was begun; without them nothing is compared."""
    values, conflicts, taken_over = {}, [], []
    for field in template.fields():
        name = field.name
        theirs, ours, before = stored.get(name), mine.get(name), (base or {}).get(name, "")
        if base is not None and _sum(theirs) not in (before, _sum(ours)):
            if _sum(ours) == before:
                taken_over.append(name)
                ours = theirs
            else:
                conflicts.append(name)
        if ours:
            values[name] = ours
    return Merged(values, tuple(conflicts), tuple(taken_over))


def _sum(value: Value) -> str:
    if not value:
        return ""
    said = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:12]
