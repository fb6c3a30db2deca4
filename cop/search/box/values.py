"""What may follow a field: values as people write them become leaves of the tree.

Which fields there are, and how they are written, is said in `words.py`.
"""
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from whoosh.query import DateRange, NumericRange, Or, Query, Term

from cop.base.clock import now
from cop.base.text import slug
from cop.search.box.dates import read_days
from cop.search.box.words import KINDS, STATES, meanings
from cop.vocabulary.finding import find_language, find_status
from cop.vocabulary.lists import EVIDENCE_LEVELS
from cop.vocabulary.regions import find_region
from cop.vocabulary.words import comparable


@dataclass(frozen=True)
class Here:
    """Where the box stands: the language of its page, and the names it has to know."""

    language: str = "en"
    find_theme: Callable[[str], str | None] = lambda words: None
    find_people: Callable[[str], Iterable[int]] = lambda words: ()
    #: name, as `comparable` writes it → slug
    spaces: Mapping[str, str] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return now().date()


def leaf(name: str, value: str, here: Here) -> Query | None:
    """What to look for in a field of codes, dates or numbers; None when the value is none."""
    return READERS[name](value.strip(), here)


def _kind(value: str, here: Here) -> Query | None:
    return _term("kind", meanings(KINDS, here.language).get(comparable(value)))


def _state(value: str, here: Here) -> Query | None:
    return _term("is", meanings(STATES, here.language).get(comparable(value)))


def _space(value: str, here: Here) -> Query | None:
    return _term("space", here.spaces.get(comparable(value)) or slug(value))


def _theme(value: str, here: Here) -> Query | None:
    return _term("theme", here.find_theme(value))


def _author(value: str, here: Here) -> Query | None:
    """Whoever has such a name."""
    ids = [Term("author", str(row_id)) for row_id in here.find_people(value)]
    return Or(ids).normalize() if ids else None


def _evidence(value: str, here: Here) -> Query | None:
    """E2 · >=E2 and E2+: that level and those above it."""
    found = re.fullmatch(r"(>=|>)?\s*E?(\d)(\+)?", value.upper())
    codes = sorted(term.code for term in EVIDENCE_LEVELS)
    if not found or f"E{found[2]}" not in codes:
        return None
    level = codes.index(f"E{found[2]}")
    if found[1] or found[3]:
        codes = codes[level + (found[1] == ">"):]
        return Or([Term("evidence", code) for code in codes]) if codes else None
    return Term("evidence", codes[level])


def _before(value: str, here: Here) -> Query | None:
    """Up to the moment at which that day, month or year begins."""
    days = read_days(value, here.language, here.today)
    return DateRange("at", None, _midnight(days.first), endexcl=True) if days else None


def _after(value: str, here: Here) -> Query | None:
    """From the beginning of that day, month or year on."""
    days = read_days(value, here.language, here.today)
    return DateRange("at", _midnight(days.first), None) if days else None


def until(value: str, here: Here) -> Query | None:
    """Up to the end of that day, month or year."""
    days = read_days(value, here.language, here.today)
    end = days and _midnight(days.last + timedelta(days=1))
    return DateRange("at", None, end, endexcl=True) if end else None


def _adopted(value: str, _here: Here) -> Query | None:
    """3 · >=3 · >3 · <3 · <=3 · 3+"""
    found = re.fullmatch(r"(>=|<=|>|<)?\s*(\d{1,6})(\+)?", value)
    if not found:
        return None
    sign, number = found[1] or (">=" if found[3] else ""), int(found[2])
    low = None if sign.startswith("<") else number + (sign == ">")
    high = None if sign.startswith(">") else number - (sign == "<")
    return NumericRange("adopted", low, high)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _term(name: str, code: str | None) -> Query | None:
    return Term(name, code) if code else None


READERS: Mapping[str, Callable[[str, Here], Query | None]] = {
    "author": _author, "space": _space, "theme": _theme, "kind": _kind, "is": _state,
    "evidence": _evidence, "before": _before, "after": _after, "adopted": _adopted,
    "region": lambda value, here: _term("region", find_region(value)),
    "lang": lambda value, here: _term("lang", find_language(value)),
    "status": lambda value, here: _term("status", find_status(value)),
}
