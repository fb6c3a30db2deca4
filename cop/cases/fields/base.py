"""What every field of a template has, and what a field of one line does. Other kinds stand beside.

A value is turned into what people read (`words`), into a cell of a table (`cell`) and back (`take`)
here and nowhere else.
"""
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from cop.base.text import clean
from cop.vocabulary.terms import Vocabulary

#: What must be true when: a draft may be incomplete, a published case may not.
STAGES = ("save", "submit", "publish")

#: As JSON: a text, a list of codes, a record (name of the column → text) or a list of records.
Value = Any
Values = dict[str, Value]


@dataclass(frozen=True)
class Field:
    """One thing a case says. This is the kind `line`: one line of words."""

    name: str
    kind: str
    label_in: Mapping[str, str]
    help_in: Mapping[str, str]
    required: str = ""
    least: int = 0
    most: int = 0
    most_items: int = 0
    default: str = ""
    vocabulary: Vocabulary | None = None
    #: Of a record or a table: what each is made of, fields themselves.
    columns: tuple["Field", ...] = ()
    #: Only members read it, unless its column `open` is ticked.
    members_only: bool = False
    #: Codes that are kept for old cases are refused in new ones.
    current_only: bool = False

    @property
    def label(self) -> str:
        """In the language of the page, as all that follows."""
        return in_our_language(self.label_in)

    @property
    def help(self) -> str:
        return in_our_language(self.help_in)

    @property
    def is_prose(self) -> bool:
        """Sentences somebody wrote, shown as they are; everything else is a fact at the side."""
        return False

    @property
    def is_short(self) -> bool:
        """Stands beside its neighbours in a form."""
        return False

    @property
    def is_table(self) -> bool:
        """Several records: shown as a table."""
        return False

    def is_required(self, stage: str) -> bool:
        return bool(self.required) and STAGES.index(self.required) <= STAGES.index(stage)

    def options(self) -> list[tuple[str, str]]:
        """(code, label) of what can be chosen."""
        return []

    def take(self, raw: Any) -> Value:
        """What was typed, imported or read from a cell, as it is stored; empty when nothing is
        said. What is stored is taken back as it is."""
        return " ".join(tidy(raw).split())

    def words(self, value: Value) -> str:
        """A stored value as a person reads it."""
        return str(value)

    def cell(self, value: Value) -> str:
        """A stored value as one text, which `take` reads back."""
        return str(value)

    def texts(self, value: Value) -> Iterator[str]:
        """Everything somebody wrote in it."""
        yield str(value)

    def replaced(self, value: Value, words: str, by: str) -> Value:
        """The value with other words in the place of some."""
        return str(value).replace(words, by)

    def html(self, value: Value) -> str:
        """Safe HTML of prose; nothing of any other kind."""
        return ""

    def problem(self, value: Value, stage: str) -> str:
        """What is wrong with a value at that stage, as a sentence; nothing if all is well."""
        if not value:
            required = self.is_required(stage)
            return _("“%(label)s” is missing.", label=self.label) if required else ""
        return self.wrong(value, stage)

    def wrong(self, value: Value, stage: str) -> str:
        """What is wrong with a value that is there."""
        return self.wrong_length(value, stage)

    def wrong_length(self, value: str, stage: str) -> str:
        count, told = len(value), {"label": self.label}
        if self.most and count > self.most:
            return _("“%(label)s” has %(count)s characters; at most %(most)s fit.",
                     count=count, most=self.most, **told)
        if count < self.least and self.is_required(stage):
            return _("“%(label)s” has %(count)s of at least %(least)s characters.",
                     count=count, least=self.least, **told)
        return ""


def tidy(raw: Any) -> str:
    return clean("" if raw is None else str(raw))


def our_language() -> str:
    """The language of the page, of the letter, or English at the command line."""
    locale = get_locale()
    return locale.language if locale else "en"


def in_our_language(words: Mapping[str, str]) -> str:
    return words.get(our_language()) or words.get("en", "")
