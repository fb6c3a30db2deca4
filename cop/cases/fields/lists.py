"""Kinds of fields that hold codes of a closed list: one, several, regions, themes."""
import re
from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import gettext as _

from cop.cases.fields.base import Field, Value, our_language, tidy
from cop.vocabulary import lists

#: Lists whose codes people know by heart: they are shown before the label.
CODED = (lists.EVIDENCE_LEVELS, lists.LMP_CATEGORIES, lists.BENCHLEARNING_SECTIONS,
         lists.BENCHLEARNING_ENABLERS, lists.NACE_SECTIONS)


class Choice(Field):
    """The kind `choice`: one code of a list."""

    @property
    def is_short(self) -> bool:
        return True

    def options(self) -> list[tuple[str, str]]:
        choices = self.vocabulary.choices(our_language())
        return [(code, self._name(code)) for code, _label in choices]

    def words(self, value: Value) -> str:
        return ", ".join(self._name(code) for code in _codes(value))

    def texts(self, value: Value) -> Iterator[str]:
        yield from ()

    def replaced(self, value: Value, words: str, by: str) -> Value:
        return value

    def wrong(self, value: Value, stage: str) -> str:
        if any(code not in self.vocabulary for code in _codes(value)):
            return _("“%(label)s”: choose from the list.", label=self.label)
        retired = [code for code in _codes(value)
                   if self.current_only and "legacy" in self.vocabulary.get(code).facts]
        if retired and stage != "save":
            return _("“%(label)s”: “%(name)s” is kept for old cases only. Please choose another.",
                     label=self.label, name=self._name(retired[0]))
        return ""

    def _name(self, code: str) -> str:
        label = self.vocabulary.label(code, our_language())
        coded = self.vocabulary in CODED and label != code and not code[0].islower()
        return f"{code} {label}" if coded else label


class Choices(Choice):
    """The kinds `choices`, `regions` and `themes`: several codes."""

    @property
    def is_short(self) -> bool:
        return False

    def take(self, raw: Any) -> list[str]:
        parts = re.split(r"[;\n]", raw) if isinstance(raw, str) else raw or ()
        return list(dict.fromkeys(s for part in parts if (s := tidy(part).strip())))

    def cell(self, value: Value) -> str:
        return "; ".join(value)


def _codes(value: Value) -> Iterable[str]:
    return value if isinstance(value, list) else [value]
