"""CSV as the spreadsheet programs of the document's language open it.

That is: UTF-8 with a byte order mark, a semicolon where the comma is the decimal sign.
"""
import csv
import io
from datetime import date, datetime
from decimal import Decimal
from math import isfinite

from cop.base.sheets import SEMICOLON_LANGUAGES
from cop.documents.model import Cell, Document, Table
from cop.documents.plain import tables_of
from cop.documents.text import base_language, looks_like_formula, one_line


def write(document: Document) -> bytes:
    """One table as it is; several each below its title, with an empty line between them.

    The notice, where there is one, stands below everything.
    """
    semicolon = base_language(document.language) in SEMICOLON_LANGUAGES
    tables = tables_of(document)
    parts = [_lines(table, semicolon=semicolon, titled=len(tables) > 1) for table in tables]
    if document.notice:
        parts.append([[guarded(one_line(document.notice))]])
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";" if semicolon else ",", lineterminator="\r\n")
    for number, lines in enumerate(parts):
        writer.writerows([[], *lines] if number else lines)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def guarded(text: str) -> str:
    """An apostrophe keeps a spreadsheet from obeying a text that looks like a formula."""
    return f"'{text}" if looks_like_formula(text) else text


def _lines(table: Table, *, semicolon: bool, titled: bool) -> list[list[str]]:
    caption = one_line(table.caption or table.name)
    title = [[guarded(caption)]] if titled and caption else []
    header = [guarded(one_line(column.title)) for column in table.columns]
    rows = [[_cell(value, semicolon=semicolon) for value in row] for row in table.rows]
    return [*title, header, *rows]


def _cell(value: Cell, *, semicolon: bool) -> str:
    if value is None or (isinstance(value, float | Decimal) and not isfinite(value)):
        return ""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    number = format(Decimal(str(value)), "f")
    return number.replace(".", ",") if semicolon else number
