"""The case template as data: its sections and fields, what they take, what is still missing.

What a case says is kept in revisions (`models.py`); how a form asks for it stands in `forms.py`.
"""
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_skeleton
from flask_babel import get_locale
from flask_babel import gettext as _

from cop.base.markup import to_html
from cop.base.text import clean
from cop.vocabulary import lists
from cop.vocabulary.terms import Vocabulary

FOLDER = Path(__file__).parent / "templates"
#: The version new cases are written with.
NEWEST = "1"
#: The version of cases taken over that lack what the newest asks for.
IMPORTED = "imported-1"
#: What must be true when: a draft may be incomplete, a published case may not.
STAGES = ("save", "submit", "publish")
#: Kinds that hold several codes; the last two are stored beside the fields of a revision.
MANY = ("choices", "regions", "themes")
BESIDE = ("regions", "themes")
#: From this level on, evidence needs a method and a source.
DEMANDING_EVIDENCE = "E2"
#: Lists whose codes people know by heart: they are shown before the label.
CODED = (lists.EVIDENCE_LEVELS, lists.LMP_CATEGORIES, lists.BENCHLEARNING_SECTIONS)
MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")

Value = str | list[str]
Values = dict[str, Value]


@dataclass(frozen=True)
class Field:
    """One thing a case says."""

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

    @property
    def label(self) -> str:
        """In the language of the page, as all that follows."""
        return _in_our_language(self.label_in)

    @property
    def help(self) -> str:
        return _in_our_language(self.help_in)

    @property
    def is_prose(self) -> bool:
        """Sentences somebody wrote, shown as they are; everything else is a fact at the side."""
        return self.kind in ("text", "lines")

    @property
    def is_short(self) -> bool:
        return self.kind in ("choice", "month")

    def is_required(self, stage: str) -> bool:
        return bool(self.required) and STAGES.index(self.required) <= STAGES.index(stage)

    def options(self) -> list[tuple[str, str]]:
        """(code, label) of what can be chosen."""
        if self.vocabulary is None:
            return []
        choices = self.vocabulary.choices(our_language())
        return [(code, self.words(code)) for code, _label in choices]

    def take(self, raw: Any) -> Value:
        """What was typed or imported, as it is stored."""
        if self.kind in MANY:
            parts = re.split(r"[;\n]", raw) if isinstance(raw, str) else raw or ()
            return list(dict.fromkeys(s for part in parts if (s := str(part).strip())))
        text = clean("" if raw is None else str(raw))
        if self.kind == "month":
            return re.sub(r"^(\d{4}-\d\d)(-\d\d.*)?$", r"\1", text.strip())
        return text.strip("\n").rstrip() if self.is_prose else " ".join(text.split())

    def words(self, value: Value) -> str:
        """A stored value as a person reads it."""
        if isinstance(value, list):
            return ", ".join(self.words(each) for each in value)
        if self.kind == "month" and MONTH.fullmatch(value):
            first = date.fromisoformat(f"{value}-01")
            return format_skeleton("yMMMM", first, locale=our_language())
        if self.vocabulary is None or not value:
            return value
        label = self.vocabulary.label(value, our_language())
        coded = self.vocabulary in CODED and label != value and not value[0].islower()
        return f"{value} {label}" if coded else label

    def html(self, value: str) -> str:
        """Safe HTML of prose; its footnotes bear the name of the field."""
        if self.kind == "lines":
            value = "\n".join(f"- {line}" for line in lines_of(value))
        return to_html(value, key=self.name)

    def problem(self, value: Value, stage: str) -> str:
        """What is wrong with a value at that stage, as a sentence; nothing if all is well."""
        if not value:
            required = self.is_required(stage)
            return _("«%(label)s» is missing.", label=self.label) if required else ""
        if isinstance(value, list) or self.kind == "choice":
            codes = value if isinstance(value, list) else [value]
            known = self.vocabulary is None or all(code in self.vocabulary for code in codes)
            return "" if known else _("«%(label)s»: choose from the list.", label=self.label)
        if self.kind == "month" and not MONTH.fullmatch(value):
            return _("«%(label)s» needs a year and a month, as 2025-03.", label=self.label)
        return self._wrong_length(value, stage)

    def _wrong_length(self, value: str, stage: str) -> str:
        count, told = len(value), {"label": self.label}
        if self.most and count > self.most:
            return _("«%(label)s» has %(count)s characters; at most %(most)s fit.",
                     count=count, most=self.most, **told)
        if self.most_items and len(lines_of(value)) > self.most_items:
            return _("«%(label)s» has %(count)s lines; at most %(most)s fit.",
                     count=len(lines_of(value)), most=self.most_items, **told)
        if count < self.least and self.is_required(stage):
            return _("«%(label)s» has %(count)s characters; it needs at least %(least)s.",
                     count=count, least=self.least, **told)
        return ""


@dataclass(frozen=True)
class Section:
    """Fields that are asked for together."""

    key: str
    label_in: Mapping[str, str]
    help_in: Mapping[str, str]
    fields: tuple[Field, ...]

    @property
    def label(self) -> str:
        return _in_our_language(self.label_in)

    @property
    def help(self) -> str:
        return _in_our_language(self.help_in)

    @property
    def rows(self) -> list[list[Field]]:
        """The fields as a form lays them out: short ones that follow each other in one row."""
        rows: list[list[Field]] = []
        for field in self.fields:
            if field.is_short and rows and rows[-1][-1].is_short:
                rows[-1].append(field)
            else:
                rows.append([field])
        return rows

    def is_complete(self, values: Mapping[str, Value]) -> bool:
        """Is something said here, and everything that must be?"""
        required = [field.name for field in self.fields if field.is_required("submit")]
        return all(values.get(name) for name in required) and any(
            values.get(field.name) for field in self.fields)


@dataclass(frozen=True)
class Template:
    """One version of what a case is asked."""

    version: str
    sections: tuple[Section, ...]

    def fields(self) -> Iterator[Field]:
        for section in self.sections:
            yield from section.fields

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields() if field.name == name), None)

    def take(self, raw: Mapping[str, Any]) -> Values:
        """Everything the template knows, as it is stored; what is empty is left out."""
        taken = {field.name: field.take(raw.get(field.name)) for field in self.fields()}
        return {name: value for name, value in taken.items() if value}

    def html(self, values: Mapping[str, Value]) -> dict[str, str]:
        """Safe HTML of every prose field that is filled."""
        return {field.name: field.html(str(values[field.name])) for field in self.fields()
                if field.is_prose and values.get(field.name)}

    def problems(self, values: Mapping[str, Value], stage: str = "save") -> dict[str, str]:
        """field → sentence, in the order of the form. Empty: the case may take that step."""
        found = {field.name: field.problem(values.get(field.name, ""), stage)
                 for field in self.fields()}
        if stage != "save":
            found |= {name: sentence for name, sentence in _contradictions(values).items()
                      if not found.get(name) and self.field(name)}
        return {name: sentence for name, sentence in found.items() if sentence}

    def progress(self, values: Mapping[str, Value]) -> tuple[int, int]:
        """How many of the fields required to submit are filled, and of how many."""
        required = [field.name for field in self.fields() if field.is_required("submit")]
        return sum(bool(values.get(name)) for name in required), len(required)


@lru_cache(maxsize=16)
def get_template(version: str) -> Template:
    """The template of that version. KeyError when there is none."""
    if version not in {path.stem for path in FOLDER.glob("*.toml")}:
        raise KeyError(version)
    data = tomllib.loads((FOLDER / f"{version}.toml").read_text(encoding="utf-8"))
    return Template(data["version"], tuple(_section(each) for each in data["sections"]))


def lines_of(value: str) -> list[str]:
    """The things of a field with one thing a line, without the bullets people type."""
    stripped = (re.sub(r"^\s*([-*•]|\d+[.)])\s+", "", line).strip() for line in value.split("\n"))
    return [line for line in stripped if line]


def our_language() -> str:
    """The language of the page, of the letter, or English at the command line."""
    locale = get_locale()
    return locale.language if locale else "en"


def _contradictions(values: Mapping[str, Value]) -> dict[str, str]:
    """What two fields say against each other."""
    found = {}
    start, end = values.get("start_date"), values.get("end_date")
    if start and end and str(end) < str(start):
        found["end_date"] = _("The end lies before the beginning.")
    if str(values.get("evidence_level", "")) >= DEMANDING_EVIDENCE:
        if not values.get("evaluation_method"):
            found["evaluation_method"] = _("From evidence E2 on, say how it was evaluated.")
        if not values.get("sources"):
            found["sources"] = _("From evidence E2 on, name a source.")
    return found


def _section(data: Mapping[str, Any]) -> Section:
    return Section(data["key"], data["label"], data.get("help", {}),
                   tuple(_field(each) for each in data["fields"]))


def _field(data: Mapping[str, Any]) -> Field:
    named = data.get("vocabulary")
    vocabulary = getattr(lists, named) if named else {
        "regions": lists.REGIONS, "themes": lists.THEMES}.get(data["kind"])
    ours = ("vocabulary", "label", "help")
    given = {key: value for key, value in data.items() if key not in ours}
    return Field(**given, label_in=data["label"], help_in=data["help"], vocabulary=vocabulary)


def _in_our_language(words: Mapping[str, str]) -> str:
    return words.get(our_language()) or words.get("en", "")
