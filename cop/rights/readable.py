"""The copy of somebody's data as a person reads it: names in words, days as they are written,
codes as what they mean, and nothing that only programs need.

What there is comes from each feature (`base/personal_data.py`); the words stand in `parts.py`.
"""
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from cop.base.days import format_date, format_datetime
from cop.cases.fields.base import Field
from cop.cases.forms.adoptions import OUTCOME_WORDS
from cop.cases.template import NEWEST, get_template
from cop.notifications.kinds import KINDS as NOTICES
from cop.people.scopes import ROLE_NAMES, SCOPE_NAMES
from cop.rights.forms import KIND_NAMES
from cop.rights.parts import FIELDS, FOR_PROGRAMS, KINDS, LEVELS, OFTEN, PARTS, STATES, VIEWS
from cop.vocabulary.lists import (
    AFFILIATIONS,
    AUDIENCES,
    COUNTRIES,
    EVIDENCE_LEVELS,
    LANGUAGES,
    REGIONS,
    THEMES,
)
from cop.vocabulary.terms import Vocabulary

LISTS: Mapping[str, Vocabulary] = {
    "language": LANGUAGES, "interface_language": LANGUAGES, "languages": LANGUAGES,
    "text_languages": LANGUAGES, "country": COUNTRIES, "region": REGIONS, "regions": REGIONS,
    "themes": THEMES, "audience": AUDIENCES, "affiliation": AFFILIATIONS,
    "evidence": EVIDENCE_LEVELS, "evidence_level": EVIDENCE_LEVELS}
CODES: Mapping[str, Mapping[str, Any]] = {
    "role": ROLE_NAMES, "where": SCOPE_NAMES, "kind": {**KIND_NAMES, **KINDS},
    "target_kind": KINDS, "status": STATES, "step": STATES, "outcome": {**STATES, **OUTCOME_WORDS},
    "frequency": OFTEN, "channel": OFTEN, "level": LEVELS,
    "discussion_view": VIEWS}
#: Fields that hold the code of a region or of a theme.
PLACES = ("which", "code")
#: What holds the fields of a practice.
TEXTS = ("versions", "translations")
#: What has its number in its address.
NUMBERED = ("topics", "posts", "files", "digests")
#: (kind, number) → title.
Titles = Mapping[tuple[str, int], str]
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d.*)?")


@dataclass(frozen=True)
class Facts:
    """(name, value) of each that has one; a value is text, facts, or a list of such."""

    pairs: list[tuple[str, Any]]


def readable(feature: str, told: Mapping[str, Any], titles: Titles) -> Facts:
    """What one feature told, in the language in force. `titles`: of what stands there by number."""
    return _Telling(feature, titles).facts(told, part="")


class _Telling:
    """Goes through what one feature told; `part` is the list that something stands in."""

    def __init__(self, feature: str, titles: Titles):
        self.feature, self.titles = feature, titles

    def facts(self, told: Mapping[str, Any], part: str) -> Facts:
        is_text = self.feature == "cases" and part in TEXTS
        asked = _template() if is_text else {}
        return Facts([self._pair(name, value, part, told, asked.get(name))
                      for name, value in told.items() if value not in (None, "", [], {})
                      and (name in asked or not _is_for_programs(name, part))])

    def _pair(self, name: str, value: Any, part: str, told: Mapping[str, Any],
              asked: Field | None) -> tuple[str, Any]:
        if asked is not None:
            return asked.label, asked.words(asked.take(value))
        if title := self._title(name, value, told):
            return _name(name), f"{title} ({value})"
        return _name(name), self._value(name, value)

    def _title(self, name: str, value: Any, told: Mapping[str, Any]) -> str:
        return self.titles.get((_kind_of(name, told), value), "") if isinstance(value, int) else ""

    def _value(self, name: str, value: Any) -> Any:
        if isinstance(value, Mapping):
            return self.facts(value, name)
        if isinstance(value, list | tuple):
            inner = [self._value(name, each) for each in value]
            return ", ".join(inner) if all(isinstance(each, str) for each in inner) else inner
        return _words(name, value)


def _is_for_programs(name: str, part: str) -> bool:
    is_a_place = (part, name) == ("posts", "path")  # in the tree of a topic
    return name in FOR_PROGRAMS or is_a_place or (name == "id" and part not in NUMBERED)


def _kind_of(name: str, told: Mapping[str, Any]) -> str:
    """What a number is the number of."""
    if name == "target_id":
        return str(told.get("target_kind") or told.get("kind") or "")
    return name.removesuffix("_id") if name.endswith("_id") else ""


def _name(name: str) -> str:
    return str(PARTS.get(name) or FIELDS.get(name) or name.replace("_", " "))


def _words(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    code, language = str(value), get_locale().language
    if name == "kind" and code in NOTICES:
        return NOTICES[code].sentence("")
    if name == "weekday" and code in "0123456":
        return get_locale().days["format"]["wide"][int(code)]
    if name in LISTS:
        return LISTS[name].label(code, language)
    if name in PLACES:
        return (REGIONS if code in REGIONS else THEMES).label(code, language)
    return str(CODES.get(name, {}).get(code) or _day(code))


def _day(words: str) -> str:
    """A day or moment as it is written; anything else as it is."""
    if not _MOMENT.fullmatch(words):
        return words
    try:
        if len(words) == 10:
            return format_date(date.fromisoformat(words))
        return format_datetime(datetime.fromisoformat(words))
    except ValueError:  # 2026-13-40 was typed by somebody
        return words


def _template() -> dict[str, Field]:
    return {asked.name: asked for asked in get_template(NEWEST).fields()}
