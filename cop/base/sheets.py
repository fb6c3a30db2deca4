"""Rows as CSV or XLSX that spreadsheet programs open and `tables.py` reads back as they were.

A cell is a text whatever it begins with: none becomes a formula, and none is changed by that.
"""
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TextIO

from cop.base.lazy_import import late

xlsxwriter = late("xlsxwriter")

#: What a program may take for a formula. An apostrophe before it keeps it a text.
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")
#: So many characters fit into a cell of a workbook; the rest goes on in «name (2)», «name (3)» …
CELL = 32_767
_FURTHER = re.compile(r"(.+) \((\d+)\)")
#: Languages whose decimal sign is the comma: their programs expect semicolons between cells.
SEMICOLON_LANGUAGES = {"de", "es", "fr", "it"}
#: Texts stay texts; nothing is guessed.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False}
NARROWEST, WIDEST = 8, 48

Row = Mapping[str, Any]


def write_csv(out: TextIO, rows: Iterable[Row], *, language: str = "en") -> int:
    """Rows below their names, in UTF-8 with a mark at its beginning where `out` writes one; the
    separator is that of the language. All rows bear the names of the first. How many there were."""
    table = csv.writer(out, delimiter=";" if language in SEMICOLON_LANGUAGES else ",",
                       lineterminator="\r\n")
    count = 0
    for count, row in enumerate(rows, 1):
        if count == 1:
            table.writerow(row)
        table.writerow([guarded(_text(value)) for value in row.values()])
    return count


def write_workbook(rows: Iterable[Row], *, name: str,
                   beside: Mapping[str, Sequence[Sequence[str]]] | None = None) -> bytes:
    """A workbook with a sheet of rows below their names; `beside`: name → lines of further
    sheets, for who reads it. All rows bear the names of the first."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        head = book.add_format({"bold": True, "bottom": 2})
        cell = book.add_format({"valign": "top"})
        _fill(book.add_worksheet(name), _table(list(rows)), head, cell)
        for title, lines in (beside or {}).items():
            _fill(book.add_worksheet(title), lines, head, cell)
    return file.getvalue()


def guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: Any) -> Any:
    """What `guarded` was given."""
    return cell[1:] if isinstance(cell, str) and _GUARDED.match(cell) else cell


def whole(row: dict[str, Any]) -> dict[str, Any]:
    """A row in which what went on in «name (2)» is one text again."""
    further = [name for name in row
               if (found := _FURTHER.fullmatch(name)) and found[1] in row]
    for name in further:
        rest = row.pop(name)
        row[_FURTHER.fullmatch(name)[1]] += rest if isinstance(rest, str) else ""
    return row


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def _table(rows: Sequence[Row]) -> Iterator[list[str]]:
    """Names and cells, with as many further columns as the longest text takes."""
    texts = [{name: _parts(_text(value)) for name, value in row.items()} for row in rows]
    names = list(texts[0]) if texts else []
    columns = {name: max(len(row[name]) for row in texts) for name in names}
    yield [name if part == 0 else f"{name} ({part + 1})"
           for name in names for part in range(columns[name])]
    for row in texts:
        yield [cell for name in names
               for cell in row[name] + [""] * (columns[name] - len(row[name]))]


def _parts(text: str) -> list[str]:
    """What fits into a cell each. A character past U+FFFF takes the room of two."""
    room = CELL if max(text, default="") <= "\uffff" else CELL // 2
    return [text[begin:begin + room] for begin in range(0, len(text), room)] or [""]


def _fill(sheet: Any, lines: Iterable[Sequence[str]], head: Any, cell: Any) -> None:
    """Frozen head, a filter, columns as wide as what stands in them, within reason."""
    widths: list[int] = []
    number = 0
    for number, line in enumerate(lines):
        widths = widths or [NARROWEST] * len(line)
        for place, text in enumerate(line):
            if text:
                sheet.write_string(number, place, text, cell if number else head)
                longest = max(map(len, text[:500].split("\n"))) + 2
                widths[place] = min(max(widths[place], longest), WIDEST)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    if number:
        sheet.autofilter(0, 0, number, len(widths) - 1)
