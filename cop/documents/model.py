"""What a document is made of: frozen blocks that a feature puts together.

How a block looks in a format is said by that format's module, never here.
"""
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Cell = str | int | float | Decimal | date | datetime | None
ParagraphStyle = Literal["normal", "lead", "note", "quote"]

LEVELS = range(1, 5)
PARAGRAPH_STYLES = ("normal", "lead", "note", "quote")


@dataclass(frozen=True)
class Text:
    """A stretch of text; a newline in it is a line break. `language` where it differs."""

    text: str
    bold: bool = False
    italic: bool = False
    language: str | None = None


@dataclass(frozen=True)
class Link:
    """A link; anything but http, https and mailto comes out as its text alone."""

    text: str
    url: str


Run = Text | Link
Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """Level 1 is a section just below the document's title."""

    text: str
    level: int = 1
    language: str | None = None

    def __post_init__(self):
        if self.level not in LEVELS:
            raise ValueError(f"A heading has a level from 1 to 4, not {self.level}.")


@dataclass(frozen=True, init=False)
class Paragraph:
    """`Paragraph("Text")` or `Paragraph(Text("a", bold=True), Link("b", url), language="fr")`."""

    runs: Runs
    language: str | None = None
    style: ParagraphStyle = "normal"

    def __init__(
        self,
        *runs: Run | str,
        language: str | None = None,
        style: ParagraphStyle = "normal",
    ):
        if style not in PARAGRAPH_STYLES:
            raise ValueError(f"There is no paragraph style {style!r}.")
        _set(self, runs=as_runs(runs), language=language, style=style)


@dataclass(frozen=True)
class BulletList:
    """Each item is a text, a run or a tuple of runs."""

    items: tuple[Runs, ...]

    def __post_init__(self):
        _set(self, items=tuple(as_runs(item) for item in self.items))


@dataclass(frozen=True)
class NumberedList:
    """Like BulletList, counted from 1."""

    items: tuple[Runs, ...]

    def __post_init__(self):
        _set(self, items=tuple(as_runs(item) for item in self.items))


@dataclass(frozen=True)
class Column:
    """`key` is what programs call it; it stays the same in every language."""

    title: str
    numeric: bool = False
    key: str = ""


@dataclass(frozen=True)
class Table:
    """Numbers and dates stay typed, and each format writes them as the language does.

    A year or a code is a text, not a number, or it would get a thousands separator.
    `name` is the name of the sheet, `key` what programs call it.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    name: str = ""
    key: str = ""

    def __post_init__(self):
        _set(self, columns=tuple(self.columns), rows=tuple(tuple(row) for row in self.rows))
        if not self.columns:
            raise ValueError("A table has at least one column.")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"Every row of a table has {len(self.columns)} cells, as its header.")


@dataclass(frozen=True)
class Facts:
    """Side facts: pairs of a label and a text, a run or a tuple of runs."""

    pairs: tuple[tuple[str, Runs], ...]

    def __post_init__(self):
        _set(self, pairs=tuple((str(label), as_runs(value)) for label, value in self.pairs))


@dataclass(frozen=True)
class Markup:
    """What a person typed in Markdown. HTML in it is shown as the text it is, never obeyed."""

    source_markdown: str
    language: str | None = None


@dataclass(frozen=True)
class PageBreak:
    """The next block begins a page, in the formats that have pages."""


Block = Heading | Paragraph | BulletList | NumberedList | Table | Facts | Markup | PageBreak


@dataclass(frozen=True)
class Picture:
    """A picture and what it shows, for those who do not see it."""

    content: bytes
    media_type: str
    alt: str


@dataclass(frozen=True)
class Entry:
    """Something with a date, for calendars: moments with a zone, or days. `uid` never changes,
    `changed_at` is when what it says last did."""

    uid: str
    title: str
    begin: datetime | date
    end: datetime | date
    changed_at: datetime
    place: str = ""
    url: str = ""


@dataclass(frozen=True)
class Document:
    """`made_at` is the build time and the only thing that may differ between two renderings.

    `notice` is shown on every page, as "Demo: people, cases and figures are invented". `sender`
    is the address that letters come from; `dates` is all that calendars are given.
    """

    title: str
    language: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    author: str = ""
    organisation: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    made_at: datetime | None = None
    licence: str = ""
    source_url: str = ""
    notice: str = ""
    sender: str = ""
    logo: Picture | None = None
    dates: tuple[Entry, ...] = ()

    def __post_init__(self):
        _set(self, blocks=tuple(self.blocks), keywords=tuple(self.keywords),
             dates=tuple(self.dates))

    @property
    def has_chapters(self) -> bool:
        """Parts of it begin pages: a list of contents leads to them."""
        return sum(isinstance(block, PageBreak) for block in self.blocks) > 1


def as_runs(value: Run | str | Iterable[Run | str]) -> Runs:
    """A text, a run or several of them as a tuple of runs."""
    if isinstance(value, Text | Link):
        return (value,)
    if isinstance(value, tuple | list):
        return tuple(run for item in value for run in as_runs(item))
    return (Text(str(value)),)


def _set(block, **values):
    for name, value in values.items():
        object.__setattr__(block, name, value)
