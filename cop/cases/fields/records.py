"""Kinds of fields that hold records: one (`record`, `money`) or a table of them (`table`).

As one text a record is a line of cells between | signs, as in Markdown.
"""
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from cop.cases.fields.base import Field, our_language, tidy
from cop.cases.fields.words import ADDRESS, Address, lines_of

Row = dict[str, str]
_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:]*-{3}[\s|:-]*")


class Record(Field):
    """The kind `record`: a few named cells, such as who to ask or how many took part."""

    def take(self, raw: Any) -> Row:
        if isinstance(raw, str):
            raw = self._read(raw)
        taken = {c.name: c.take(raw.get(c.name)) for c in self.columns} if raw else {}
        taken = {name: value for name, value in taken.items() if value}
        ticks = {column.name for column in self.columns if column.kind == "flag"}
        return taken if taken.keys() - ticks else {}

    def words(self, value: Row) -> str:
        """Numbers and ticks with their label, all else by itself."""
        return " · ".join(self._told(column, value[column.name]) for column in self.columns
                          if value.get(column.name))

    def cell(self, value: Row) -> str:
        cells = (column.cell(value.get(column.name, "")) for column in self.columns)
        return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"

    def cells(self, value: Row) -> list[str]:
        """The words of each column, for a table people read."""
        return [c.words(value[c.name]) if value.get(c.name) else "" for c in self.columns]

    def texts(self, value: Row) -> Iterator[str]:
        for column in self.columns:
            if value.get(column.name):
                yield from column.texts(value[column.name])

    def replaced(self, value: Row, words: str, by: str) -> Row:
        return {column.name: column.replaced(value[column.name], words, by)
                for column in self.columns if value.get(column.name)}

    def wrong(self, value: Row, stage: str) -> str:
        found = (self._named(column).problem(value.get(column.name, ""), stage)
                 for column in self.columns)
        return next(filter(None, found), "")

    def _named(self, column: Field) -> Field:
        """The column under the label of the whole: «Results: Indicator»."""
        label = f"{self.label}: {column.label}"
        return replace(column, label_in={"en": label, our_language(): label})

    def _told(self, column: Field, value: str) -> str:
        words = column.words(value)
        return f"{column.label}: {words}" if column.kind in ("number", "flag") else words

    def _read(self, text: str) -> Row:
        """Cells between bars; without bars, words for the column that takes any, and an address
        in them for the one that takes addresses."""
        line = tidy(text).strip()
        if _BAR.search(line):
            inner = line[1:-1] if len(line) > 1 and line[0] == line[-1] == "|" else line
            cells = [cell.strip().replace(r"\|", "|") for cell in _BAR.split(inner)]
            return dict(zip((c.name for c in self.columns), cells, strict=False))
        return self._loose(line)

    def _loose(self, line: str) -> Row:
        found, address = {}, ADDRESS.search(line)
        at = next((c.name for c in self.columns if isinstance(c, Address)), "")
        if at and address:
            found[at] = address[0]
            line = (line[:address.start()] + line[address.end():]).strip(" .:;,()-–")
        return found | {self._any: line}

    @property
    def _any(self) -> str:
        """The column for words without a place: the first line of a table, the last of others."""
        lines = [column.name for column in self.columns if column.kind == "line"]
        return lines[0] if self.is_table else lines[-1]


class Money(Record):
    """The kind `money`: an amount, its currency (ISO 4217) and the period it is for."""

    def words(self, value: Row) -> str:
        amount, period = self.columns[0].words(value.get("amount", "")), value.get("period")
        told = f"{amount}\N{NO-BREAK SPACE}{value.get('currency', '')}".strip()
        return " · ".join(filter(None, [told, period]))


class Table(Record):
    """The kind `table`: several records, in their order. Without anything in it a row is none."""

    @property
    def is_table(self) -> bool:
        return True

    def take(self, raw: Any) -> list[Row]:
        if isinstance(raw, str):
            raw = [line for line in lines_of(tidy(raw)) if not _RULE.fullmatch(line)]
        rows = (super(Table, self).take(row) for row in raw or ())
        return [row for row in rows if row]

    def words(self, value: list[Row]) -> str:
        """One record a line, each cell with its label."""
        return "\n".join("; ".join(
            f"{column.label}: {column.words(row[column.name])}" for column in self.columns
            if row.get(column.name)) for row in value)

    def cell(self, value: list[Row]) -> str:
        return "\n".join(super(Table, self).cell(row) for row in value)

    def rows(self, value: list[Row]) -> list[list[str]]:
        """The words of every cell."""
        return [self.cells(row) for row in value]

    def texts(self, value: list[Row]) -> Iterator[str]:
        for row in value:
            yield from super().texts(row)

    def replaced(self, value: list[Row], words: str, by: str) -> list[Row]:
        return [super(Table, self).replaced(row, words, by) for row in value]

    def wrong(self, value: list[Row], stage: str) -> str:
        if self.most_items and len(value) > self.most_items:
            return _("“%(label)s” has %(count)s rows; at most %(most)s fit.", label=self.label,
                     count=len(value), most=self.most_items)
        for number, row in enumerate(value, 1):
            if problem := super().wrong(row, stage):
                return _("Row %(number)s: %(problem)s", number=number, problem=problem)
        return ""


class Files(Table):
    """The kind `files`: files of the text by their id, with their names and what pictures show."""

    def take(self, raw: Any) -> list[Row]:
        return [row for row in super().take(raw) if re.fullmatch("[0-9]{1,9}", row.get("file", ""))]

    def words(self, value: list[Row]) -> str:
        return "\n".join(": ".join(filter(None, (row.get("name"), row.get("alt"))))
                         for row in value)

    def texts(self, value: list[Row]) -> Iterator[str]:
        for row in value:
            yield from filter(None, (row.get("name"), row.get("alt")))
