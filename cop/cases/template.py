"""The case template as data: its sections and fields, and what is still missing.

What each kind of field takes and shows stands in `fields/`; what a case says is kept in revisions
(`models/`); how a form asks for it stands in `forms/`.
"""
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from cop.cases.fields.base import STAGES, Field, Value, Values, in_our_language, our_language
from cop.cases.fields.lists import Choice, Choices
from cop.cases.fields.records import Files, Money, Record, Table
from cop.cases.fields.words import (
    MONTH,
    Address,
    Email,
    Flag,
    Lines,
    Month,
    Number,
    Prose,
    lines_of,
)
from cop.vocabulary import lists

__all__ = ["BESIDE", "FILES", "FOLDER", "IMPORTED", "KINDS", "MONTH", "NEWEST", "STAGES", "Field",
           "Section", "Template", "Value", "Values", "get_template", "lines_of", "our_language"]

FOLDER = Path(__file__).parent / "templates"
#: The version new cases are written with.
NEWEST = "2"
#: The version of cases taken over that lack what the newest asks for.
IMPORTED = "imported-1"
#: Every kind of field there is.
KINDS: dict[str, type[Field]] = {
    "line": Field, "text": Prose, "lines": Lines, "month": Month, "number": Number,
    "url": Address, "email": Email, "flag": Flag, "choice": Choice, "choices": Choices,
    "regions": Choices, "themes": Choices, "record": Record, "money": Money, "table": Table,
    "files": Files,
}
#: Kinds that are stored beside the fields of a revision.
BESIDE = ("regions", "themes")
#: The field whose files go with a text.
FILES = "attachments"
#: From this level on, evidence needs a method and a source.
DEMANDING_EVIDENCE = "E2"


@dataclass(frozen=True)
class Section:
    """Fields that are asked for together."""

    key: str
    label_in: Mapping[str, str]
    help_in: Mapping[str, str]
    fields: tuple[Field, ...]
    #: Read by few: behind its name on a narrow page.
    secondary: bool = False

    @property
    def label(self) -> str:
        return in_our_language(self.label_in)

    @property
    def help(self) -> str:
        return in_our_language(self.help_in)

    @property
    def rows(self) -> list[list[Field]]:
        """The fields as a form lays them out: short ones that follow each other in one row."""
        rows: list[list[Field]] = []
        for asked in self.fields:
            if asked.is_short and rows and rows[-1][-1].is_short:
                rows[-1].append(asked)
            else:
                rows.append([asked])
        return rows

    def missing(self, problems: Mapping[str, str]) -> int:
        """How many of its fields have a problem."""
        return sum(asked.name in problems for asked in self.fields)

    def is_complete(self, values: Mapping[str, Value]) -> bool:
        """Is something said here, and everything that must be?"""
        required = [asked.name for asked in self.fields if asked.is_required("submit")]
        return all(values.get(name) for name in required) and any(
            values.get(asked.name) for asked in self.fields)


@dataclass(frozen=True)
class Template:
    """One version of what a case is asked."""

    version: str
    sections: tuple[Section, ...]
    #: Where a field of an older version stands here, when it bears another name.
    carried: Mapping[str, str] = field(default_factory=dict)

    def fields(self) -> Iterator[Field]:
        for section in self.sections:
            yield from section.fields

    def field(self, name: str) -> Field | None:
        return next((asked for asked in self.fields() if asked.name == name), None)

    def story(self, values: Mapping[str, Value]) -> list[tuple[Section, list[Field]]]:
        """What is read from top to bottom, section by section. The summary stands above it; all
        else are facts at the side."""
        told = [(section, [asked for asked in section.fields if asked.name != "summary"
                           and (asked.is_prose or asked.is_table) and values.get(asked.name)])
                for section in self.sections]
        return [(section, fields) for section, fields in told if fields]

    def take(self, raw: Mapping[str, Any]) -> Values:
        """Everything the template knows, as it is stored; what is empty is left out."""
        taken = {asked.name: asked.take(raw.get(asked.name)) for asked in self.fields()}
        return {name: value for name, value in taken.items() if value}

    def carry(self, values: Mapping[str, Value], older: "Template") -> Values:
        """What was written under an older version, as this one keeps it. Nothing is left out:
        what has no field of its kind here stands as words in the field that takes its place."""
        found: Values = {}
        for asked in older.fields():
            if value := values.get(asked.name):
                place = self.field(self.carried.get(asked.name, asked.name))
                same = place.kind == asked.kind
                found[place.name] = value if same else place.take(asked.cell(value))
        return found

    def open_to_all(self, values: Mapping[str, Value]) -> Values:
        """The values without what only members read."""
        closed = [asked.name for asked in self.fields() if asked.members_only]
        return {name: value for name, value in values.items()
                if name not in closed or (value and value.get("open"))}

    def html(self, values: Mapping[str, Value]) -> dict[str, str]:
        """Safe HTML of every prose field that is filled."""
        return {asked.name: asked.html(str(values[asked.name])) for asked in self.fields()
                if asked.is_prose and values.get(asked.name)}

    def problems(self, values: Mapping[str, Value], stage: str = "save") -> dict[str, str]:
        """field → sentence, in the order of the form. Empty: the case may take that step."""
        found = {asked.name: asked.problem(values.get(asked.name, ""), stage)
                 for asked in self.fields()}
        if stage != "save":
            found |= {name: sentence for name, sentence in _contradictions(values).items()
                      if not found.get(name) and self.field(name)}
        return {name: sentence for name, sentence in found.items() if sentence}

    def progress(self, values: Mapping[str, Value]) -> tuple[int, int]:
        """How many of the fields required to submit are filled, and of how many."""
        required = [asked.name for asked in self.fields() if asked.is_required("submit")]
        return sum(bool(values.get(name)) for name in required), len(required)


@lru_cache(maxsize=16)
def get_template(version: str) -> Template:
    """The template of that version. KeyError when there is none."""
    if version not in versions():
        raise KeyError(version)
    data = tomllib.loads((FOLDER / f"{version}.toml").read_text(encoding="utf-8"))
    return Template(data["version"], tuple(_section(each) for each in data["sections"]),
                    data.get("carried", {}))


@lru_cache(maxsize=1)
def versions() -> tuple[str, ...]:
    """Every version there is: the newest first, the imported ones last."""
    found = sorted((path.stem for path in FOLDER.glob("*.toml")), key=lambda name: (
        name.isdigit(), int(name) if name.isdigit() else 0), reverse=True)
    return tuple(found)


def _contradictions(values: Mapping[str, Value]) -> dict[str, str]:
    """What two fields say against each other."""
    found = {}
    start, end = values.get("start_date"), values.get("end_date")
    if start and end and str(end) < str(start):
        found["end_date"] = _("The end lies before the beginning.")
    if end and values.get("ongoing"):
        found["ongoing"] = _("It has an end, and it still goes on: please choose one of both.")
    if str(values.get("evidence_level", "")) >= DEMANDING_EVIDENCE:
        if not values.get("evaluation_method"):
            found["evaluation_method"] = _("From evidence E2 on, say how it was evaluated.")
        if not values.get("sources"):
            found["sources"] = _("From evidence E2 on, name a source.")
    return found


def _section(data: Mapping[str, Any]) -> Section:
    return Section(data["key"], data["label"], data.get("help", {}),
                   tuple(_field(each) for each in data["fields"]), data.get("secondary", False))


def _field(data: Mapping[str, Any]) -> Field:
    named = data.get("vocabulary")
    vocabulary = getattr(lists, named) if named else {
        "regions": lists.REGIONS, "themes": lists.THEMES}.get(data["kind"])
    ours = ("vocabulary", "label", "help", "columns")
    given = {key: value for key, value in data.items() if key not in ours}
    return KINDS[data["kind"]](
        **given, label_in=data["label"], help_in=data.get("help", {}), vocabulary=vocabulary,
        columns=tuple(_field(column) for column in data.get("columns", ())))
