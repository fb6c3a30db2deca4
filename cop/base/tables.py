"""Rows of a file somebody hands in: CSV, XLSX or JSON Lines, whichever it turns out to be.

How they are written is said in `sheets.py`; what they mean is decided by each feature's imports.
"""
import csv
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from flask_babel import gettext as _
from flask_babel import ngettext

from cop.base.db import db
from cop.base.errors import Invalid
from cop.base.events import quietly
from cop.base.lazy_import import late
from cop.base.sheets import unguarded, whole

openpyxl, mistakes = late("openpyxl"), late("openpyxl.utils.exceptions")

Row = dict[str, Any]

SEPARATORS = ";,\t"
#: How a text in UTF-16 begins.
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
#: A cell may hold a whole article: the longest that CSV is read with, in characters.
LONGEST_CELL = 16 * 1024 * 1024
#: So many rows say which columns there are: lines of JSON need not all name the same.
LOOKED_AT = 200
#: Bytes of all parts of a workbook.
MOST_UNPACKED = 500 * 1024 * 1024


@dataclass(frozen=True)
class RowProblem:
    """Why a line could not be read, as a sentence for who handed in the file."""

    sentence: str


NumberedRow = tuple[int, Row | RowProblem]


@dataclass
class Report:
    """What became of the rows of an import: how many were new, how many known before, which
    were refused and why (line number and sentence)."""

    taken: int = 0
    known: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)

    def refuse(self, number: int, reason: str) -> None:
        self.refused.append((number, reason))


def take_rows(rows: Iterable[NumberedRow], take: Callable[[Row], bool]) -> Iterator[Report]:
    """Take in rows one by one, telling nobody; yields the same report after each.

    `take` stores one row and says whether it was new. A row that is refused with Invalid leaves
    nothing behind, and the next one has its turn.
    """
    report = Report()
    for number, row in rows:
        try:
            if isinstance(row, RowProblem):
                raise Invalid({"row": row.sentence})
            with quietly(), db.session.begin_nested():
                is_new = take(row)
        except Invalid as refusal:
            report.refuse(number, str(refusal))
        else:
            report.taken += is_new
            report.known += not is_new
        yield report


def with_columns(rows: Iterable[NumberedRow], needed: Iterable[str | list[str]], *,
                 named: Callable[[Row], Row] = lambda row: row) -> Iterator[NumberedRow]:
    """The same rows. Raises Invalid before the first where none of the first rows has a column
    that is needed: it would be missing in each. Of a list of names one is enough."""
    rows = iter(rows)
    first = list(islice(rows, LOOKED_AT))
    there = dict.fromkeys(name for _number, row in first if not isinstance(row, RowProblem)
                          for name in row)
    known = named(dict(there)).keys()
    missing = [name for name in needed
               if not known & ({name} if isinstance(name, str) else {*name})]
    if there and missing:
        words = ", ".join(name if isinstance(name, str) else "/".join(name) for name in missing)
        raise Invalid({"file": ngettext(
            "This column is missing: %(missing)s. There are: %(names)s.",
            "These columns are missing: %(missing)s. There are: %(names)s.",
            len(missing), missing=words, names=", ".join(there))})
    return chain(first, rows)


def read_rows(path: Path) -> Iterator[NumberedRow]:
    """Each row with its line number; a line that cannot be read is a RowProblem, not the end.

    What the file is, how it is encoded and what separates its cells is found out from what it
    holds. Cells come as they are: texts from CSV, texts, numbers and ISO dates from XLSX, any
    JSON from JSON Lines. Empty lines are left out. Raises Invalid when the whole is unreadable.
    """
    with path.open("rb") as file:
        start = file.read(4096)
        file.seek(0)
        if not start.strip():
            raise Invalid({"file": _("This file is empty.")})
        if b"\0" in start and not start.startswith((b"PK\x03\x04", *UTF_16)):
            raise Invalid({"file": _("This is neither CSV nor XLSX nor JSON Lines.")})
        if start.startswith(b"PK\x03\x04"):
            yield from _workbook_rows(file)
        elif start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
            yield from _json_rows(file)
        else:
            yield from _csv_rows(file)


def _json_rows(file: BinaryIO) -> Iterator[NumberedRow]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8-sig"))
        except UnicodeDecodeError:
            yield number, RowProblem(_("This line is not UTF-8."))
        except (ValueError, RecursionError):
            yield number, RowProblem(_("This line is not JSON."))
        else:
            yield number, row if isinstance(row, dict) else RowProblem(
                _("This line is not a JSON object."))


def _csv_rows(file: BinaryIO) -> Iterator[NumberedRow]:
    csv.field_size_limit(LONGEST_CELL)
    records = _csv_records(file)
    names: list[str] | None = None
    for number, cells in records:
        if isinstance(cells, RowProblem):
            if names is None:
                raise Invalid({"file": _("The first line, with the names of the columns, cannot "
                                         "be read.")})
            yield number, cells
        elif names is None:
            names = _names(cells)
        elif any(cell.strip() for cell in cells):
            yield number, _row(names, [unguarded(cell) for cell in cells])


def _csv_records(file: BinaryIO) -> Iterator[tuple[int, list[str] | RowProblem]]:
    lines = _decoded(file)
    head = next(lines)
    reader = csv.reader(_chain(head, lines), delimiter=_separator(head), strict=True)
    while True:
        number = reader.line_num + 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield number, RowProblem(_("The quotation marks of this line do not match."))


def _chain(head: str, lines: Iterable[str]) -> Iterator[str]:
    yield head
    yield from lines


def _decoded(file: BinaryIO) -> Iterator[str]:
    """Lines of UTF-8, or of Windows-1252 where they cannot be that; UTF-16 where it says so."""
    if file.read(2) in UTF_16:
        file.seek(0)
        yield from file.read().decode("utf-16", errors="replace").splitlines(keepends=True)
        return
    file.seek(0)
    for number, line in enumerate(file):
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 0 else line
        yield _decode(line)


def _decode(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:  # five bytes that Windows-1252 leaves out: as browsers read them
        return line.decode("latin-1")


def _separator(head: str) -> str:
    """The separator that is most often outside quotation marks in the heading."""
    bare = "".join(head.split('"')[::2])
    return max(SEPARATORS, key=bare.count)


def _check_unpacked(file: BinaryIO) -> None:
    """Words of a workbook are read as a whole: not so many that there is no room for them."""
    with zipfile.ZipFile(file) as package:
        if sum(member.file_size for member in package.infolist()) > MOST_UNPACKED:
            raise Invalid({"file": _("Unpacked, this document is far too large.")})
    file.seek(0)


def _workbook_rows(file: BinaryIO) -> Iterator[NumberedRow]:
    try:
        _check_unpacked(file)
        sheet = openpyxl.load_workbook(file, read_only=True, data_only=True).worksheets[0]
        sheet.reset_dimensions()  # what some programs write there is wrong
        rows = sheet.iter_rows(values_only=True)
        names = _names(next(rows, ()))
    except (zipfile.BadZipFile, mistakes.InvalidFileException, KeyError, ValueError,
            IndexError) as error:
        raise Invalid({"file": _("This is not a workbook that can be read.")}) from error
    for number, cells in enumerate(rows, 2):
        values = [_plain(cell) for cell in cells]
        if any(value != "" for value in values):
            yield number, _row(names, values)


def _plain(cell: Any) -> Any:
    """A cell as JSON would hold it: ISO dates, whole numbers without decimals, "" for empty."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        whole_day = cell.time() == time.min
        return cell.date().isoformat() if whole_day else cell.isoformat(timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _names(cells: Iterable[Any]) -> list[str]:
    names = [str(cell if cell is not None else "").strip() for cell in cells]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise Invalid({"file": _("These columns stand twice: %(names)s.", names=", ".join(twice))})
    if not any(names):
        raise Invalid({"file": _("The first line must name the columns.")})
    return names


def _row(names: list[str], cells: list[Any]) -> Row | RowProblem:
    """Cells under their names. Spreadsheets leave out empty cells at the end of a line."""
    if any(cell != "" for cell in cells[len(names):]):
        return RowProblem(_("This line has %(cells)s cells, the heading has %(names)s.",
                            cells=len(cells), names=len(names)))
    padded = [*cells, *[""] * (len(names) - len(cells))]
    return whole({name: cell for name, cell in zip(names, padded, strict=False) if name})


def text_of(row: Mapping[str, Any], name: str) -> str:
    """A cell as text without spaces around it; nothing where it is missing or empty."""
    value = row.get(name)
    return "" if value is None else str(value).strip()
