"""XLSX by XlsxWriter: a sheet for each table and one of notes; numbers and dates stay typed.

A text is written as a text whatever it begins with, so none becomes a formula or a link.
"""
import io
import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from math import ceil, isfinite
from typing import Any

from cop.base.lazy_import import late
from cop.documents import packages, pandoc_ast
from cop.documents.model import Cell, Column, Document, Table
from cop.documents.plain import tables_of
from cop.documents.text import language_tag, one_line
from cop.documents.words import word

xlsxwriter = late("xlsxwriter")

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
           "strings_to_numbers": False}
ACCENT, LINE, SOFT = "#0D5F63", "#D5D0C5", "#55606B"
#: What the file format allows; widths are in characters.
LONGEST_CELL, LONGEST_NAME, LONGEST_FOOTER = 32_767, 31, 255
NARROWEST, WIDEST = 9, 60
#: In points, as the file format counts them.
LINE_HEIGHT, HIGHEST = 15, 408
FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
#: Excel's own short date, shown as the reader's computer writes dates.
SHORT_DATE, SHORT_DATE_AND_TIME = 14, 22
FIRST_YEAR = 1900
A4 = 9
#: Something fixed where the library would take the present; `_core` writes what is true.
SOME_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001 - the library wants it without a zone

Formats = dict[str, Any]


def write(document: Document) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties(_properties(document))
        formats = _formats(book)
        tables = tables_of(document)
        names = sheet_names(tables, document.language)
        for name, table in zip(names[:-1], tables, strict=True):
            _fill(_sheet(book, name, document), table, formats)
        _notes(_sheet(book, names[-1], document), document, formats)
    return packages.rewritten(file.getvalue(), {r"docProps/core\.xml": _core(document)})


def sheet_names(tables: Iterable[Table], language: str) -> list[str]:
    """A name for each table and the last for the notes: allowed ones, and no two alike."""
    names: list[str] = []
    table_word = word("table", language)
    wanted = [table.name or table.caption or table_word for table in tables]
    for name in [*wanted, word("notes", language)]:
        plain = one_line(FORBIDDEN_IN_NAMES.sub(" ", name))[:LONGEST_NAME].strip() or table_word
        names.append(_unlike(plain, {taken.lower() for taken in names} | {"history"}))
    return names


def _unlike(name: str, taken: set[str]) -> str:
    number, candidate = 1, name
    while candidate.lower() in taken:
        number += 1
        ending = f" {number}"
        candidate = name[: LONGEST_NAME - len(ending)] + ending
    return candidate


def _fill(sheet: Any, table: Table, formats: Formats) -> None:
    widths = []
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, _short(column.title),
                           formats["numeric header" if column.numeric else "header"])
        values = [row[place] for row in table.rows]
        number = formats["fraction" if any(map(_has_fraction, values)) else "number"]
        text = formats["numeric text" if column.numeric else "text"]
        for line, value in enumerate(values, start=1):
            _write(sheet, line, place, value, formats | {"text": text, "number": number})
        widths.append(_width(column, values))
        sheet.set_column(place, place, widths[-1])
    for line, row in enumerate(table.rows, start=1):
        if (lines := _lines(row, widths)) > 1:
            sheet.set_row(line, min(lines * LINE_HEIGHT, HIGHEST))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _write(sheet: Any, line: int, place: int, value: Cell, formats: Formats) -> None:
    if value is None or value == "":
        sheet.write_blank(line, place, None, formats["text"])
    elif isinstance(value, str):
        sheet.write_string(line, place, _short(value), formats["text"])
    elif isinstance(value, date) and value.year < FIRST_YEAR:
        sheet.write_string(line, place, value.isoformat(), formats["text"])
    elif isinstance(value, datetime):
        sheet.write_datetime(line, place, value.replace(tzinfo=None), formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(line, place, value, formats["day"])
    elif isfinite(value):
        sheet.write_number(line, place, value, formats["number"])


def _has_fraction(value: Cell) -> bool:
    return isinstance(value, float | Decimal) and isfinite(value) and value != int(value)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _width(column: Column, values: list[Cell]) -> int:
    """The longest line of the column, within reason; two more for the filter's button."""
    texts = [column.title + "  ", *(str(value) for value in values if value is not None)]
    longest = max(len(line) for text in texts for line in text[:1000].split("\n"))
    return min(max(longest + 2, NARROWEST), WIDEST)


def _lines(row: tuple[Cell, ...], widths: list[int]) -> int:
    """Excel finds out for itself how high a row is; programs that only show or convert a file
    took each for one line, and its texts ran into the next."""
    return max(sum(ceil(len(line) / width) or 1 for line in cell.split("\n"))
               if isinstance(cell, str) else 1 for cell, width in zip(row, widths, strict=True))


def _notes(sheet: Any, document: Document, formats: Formats) -> None:
    """What the document is, where it comes from and what may be done with it."""
    language = document.language
    sheet.write_string(0, 0, one_line(document.title), formats["title"])
    sheet.write_string(1, 0, one_line(document.subtitle), formats["soft"])
    about = [(word("subject", language), document.subject),
             (word("author", language), document.author)]
    about += [(label, "".join(run.text for run in value))
              for label, value in pandoc_ast.colophon(document).pairs]
    for line, (label, text) in enumerate([pair for pair in about if pair[1]], start=3):
        sheet.write_string(line, 0, label, formats["soft"])
        sheet.write_string(line, 1, _short(text), formats["text"])
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80)


def _sheet(book: Any, name: str, document: Document) -> Any:
    """A sheet that prints well: A4 across, as wide as the paper, with the notice and the page."""
    sheet = book.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    notice = one_line(document.notice).replace("&", "&&")
    sheet.set_footer(f"&L{notice[: LONGEST_FOOTER - 20]}&R&P / &N")
    return sheet


def _formats(book: Any) -> Formats:
    header = {"bold": True, "bottom": 2, "bottom_color": ACCENT, "text_wrap": True}
    cell = {"bottom": 1, "bottom_color": LINE, "valign": "top"}
    # So that a number does not touch the text in the next column.
    right = {"align": "right", "indent": 1}
    return {name: book.add_format(values) for name, values in {
        "header": header,
        "numeric header": header | right,
        "text": cell | {"text_wrap": True},
        "numeric text": cell | right | {"text_wrap": True},
        "number": cell | right | {"num_format": "#,##0"},
        "fraction": cell | right | {"num_format": "#,##0.00"},
        "day": cell | {"num_format": SHORT_DATE, "align": "left"},
        "moment": cell | {"num_format": SHORT_DATE_AND_TIME, "align": "left"},
        "title": {"bold": True, "font_size": 16, "font_color": ACCENT},
        "soft": {"font_color": SOFT, "valign": "top"},
    }.items()}


def _properties(document: Document) -> dict:
    return {
        "title": one_line(document.title),
        "subject": document.subject,
        "author": ", ".join(pandoc_ast.authors(document)),
        "company": document.organisation,
        "keywords": ", ".join(document.keywords),
        "comments": document.notice,
        "created": SOME_MOMENT,
    }


def _core(document: Document) -> packages.Rewrite:
    """The language of the book, which the library does not write, and the true moment."""
    language = f"<dc:language>{language_tag(document.language) or 'en'}</dc:language>"

    def rewrite(part: str) -> str:
        part = part.replace("</cp:coreProperties>", f"{language}</cp:coreProperties>")
        return packages.with_moment(part, document.made_at)

    return rewrite
