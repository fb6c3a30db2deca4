"""How the rows of others become rows of ours: a map from their fields to those of the template.

Which rows are taken is decided in `service/imports.py`; `docs/maps/` has an example of a map.
"""
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _

from cop.base.clock import now
from cop.base.errors import Invalid
from cop.base.tables import Row, text_of
from cop.cases.template import get_template, versions
from cop.vocabulary.terms import Vocabulary
from cop.vocabulary.words import comparable

#: What a row may say besides the fields of the templates.
ABOUT = ("external_id", "status", "published_at", "template_version", "translation_of",
         "translated_by_machine")


@dataclass(frozen=True)
class FieldMap:
    """A map, as its TOML file says it. Without one, rows bear our names already."""

    #: Put before the ids of this source, so that two sources may both have a case 1.
    name: str = ""
    #: The reason of the decision that publishes each case.
    reason: str = ""
    #: our field = "their field", or a list of which the first that is filled counts
    fields: Mapping[str, str | list[str]] = field(default_factory=dict)
    #: our field = "the same value for all"
    constants: Mapping[str, Any] = field(default_factory=dict)
    #: [values.our_field] "their value" = "our code"
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: our field = "%d/%m/%Y": how their dates are written
    formats: Mapping[str, str] = field(default_factory=dict)
    #: "Label" = "their field": what we have no field for is kept at the end of the text
    more: Mapping[str, str] = field(default_factory=dict)
    #: their fields in which every line is a paragraph
    paragraphs: tuple[str, ...] = ()

    @classmethod
    def read(cls, data: Mapping[str, Any] | None) -> "FieldMap":
        """Raises Invalid with everything that is wrong with the map."""
        known = {each.name for each in fields(cls)}
        unknown = [key for key in data or {} if key not in known]
        given = cls(**{key: value for key, value in (data or {}).items() if key in known})
        named = {*given.fields, *given.constants, *given.values, *given.formats}
        unknown += sorted(named - our_names())
        if unknown:
            raise Invalid({"map": _("The map names what there is not: %(names)s.",
                                    names=", ".join(unknown))})
        return given

    def apply(self, row: Row) -> Row:
        """A row with our names. What the map does not name is left out."""
        if not self.fields:
            return row | dict(self.constants)
        mapped = {name: self._first(row, theirs) for name, theirs in self.fields.items()}
        mapped |= self.constants
        for name, codes in self.values.items():
            mapped[name] = _translated(mapped.get(name), codes)
        for name, pattern in self.formats.items():
            mapped[name] = _iso_date(str(mapped.get(name) or ""), pattern)
        return mapped

    def rest(self, row: Row) -> list[tuple[str, str]]:
        """(label, words) of what the map keeps although there is no field for it."""
        found = ((label, _words(row.get(theirs))) for label, theirs in self.more.items())
        return [(label, words) for label, words in found if words]

    def _first(self, row: Row, theirs: str | list[str]) -> Any:
        for name in [theirs] if isinstance(theirs, str) else theirs:
            if row.get(name) not in (None, "", []):
                value = row[name]
                return re.sub(r"\n+", "\n\n", str(value)) if name in self.paragraphs else value
        return ""


def our_names() -> set[str]:
    """Every name a row may bear."""
    asked = (f.name for version in versions() for f in get_template(version).fields())
    return {*asked, *ABOUT}


def code_of(vocabulary: Vocabulary, words: str) -> str:
    """The code that was written, or whose name in any language was; else the words themselves."""
    if words in vocabulary:
        return words
    return _codes_by_name(vocabulary).get(comparable(words), words)


def moment_of(row: Row, name: str) -> datetime | None:
    """A moment of a row, if it is one; without a zone it is taken for UTC. Nothing happened in the
    future."""
    try:
        moment = datetime.fromisoformat(text_of(row, name))
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if moment > now():
        raise Invalid({name: _("Its date “%(date)s” lies in the future.",
                               date=text_of(row, name))})
    return moment


@lru_cache(maxsize=32)
def _codes_by_name(vocabulary: Vocabulary) -> dict[str, str]:
    named = {}
    for term in vocabulary:
        for name in (*term.labels.values(), *term.facts.get("native", "").split("|"), term.code):
            named.setdefault(comparable(name), term.code)
    return named


def _translated(value: Any, codes: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [codes.get(str(each), each) for each in value]
    return codes.get(str(value), value)


def _iso_date(words: str, pattern: str) -> str:
    try:
        return datetime.strptime(words, pattern).replace(tzinfo=UTC).isoformat()
    except ValueError:
        return words


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(filter(None, map(_words, value.values())))
    if isinstance(value, list):
        return "; ".join(filter(None, map(_words, value)))
    return "" if value is None else " ".join(str(value).split())
