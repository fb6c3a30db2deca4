"""XLSX: typed cells, inert texts, notes."""
import io
from datetime import datetime

import openpyxl
import pytest

from cop.documents.model import Column, Document, Facts, Heading, Markup, Paragraph, Table
from cop.documents.render import render
from cop.documents.workbook import sheet_names
from tests.unit.documents.sample import NOTICE, part, sample_file


def opened(document=None):
    file = render(document, "xlsx") if document else sample_file("xlsx")
    return openpyxl.load_workbook(io.BytesIO(file))


def table(*rows, columns=1, **more):
    return Table("", tuple(Column(f"c{n}") for n in range(columns)), rows, **more)


def test_a_sheet_for_each_table_and_one_of_notes():
    book = opened()

    assert book.sheetnames == ["Esiti", "Tabella", "Note"]
    assert book["Esiti"].freeze_panes == "A2"
    assert book["Esiti"]["A1"].font.bold
    assert book["Esiti"].auto_filter.ref == "A1:E5"
    assert NOTICE in book["Esiti"].oddFooter.left.text


def test_numbers_and_dates_keep_their_type():
    sheet = opened()["Esiti"]

    assert sheet["B2"].value == datetime(2026, 10, 31)
    assert sheet["B2"].is_date
    assert sheet["C2"].value == 1284
    assert sheet["D2"].value == 0.625
    assert sheet["D2"].number_format == "#,##0.00"
    assert sheet["B4"].value is None


def test_what_is_no_number_stands_with_the_numbers_of_its_column():
    columns = (Column("n", numeric=True), Column("t"))
    sheet = opened(Document("T", "en", (Table("", columns, ((12, "a"), ("<5", "b"))),))
                   ).worksheets[0]

    assert {sheet[f"A{line}"].alignment.horizontal for line in (1, 2, 3)} == {"right"}
    assert {sheet[f"A{line}"].alignment.indent for line in (1, 2, 3)} == {1}
    assert sheet["B3"].alignment.horizontal is None


def test_a_row_is_as_high_as_its_text():
    rows = (("one",), ("word " * 20,), ("a\nb\nc",), ("word " * 2000,))
    sheet = opened(Document("T", "en", (table(*rows),))).worksheets[0]

    assert [sheet.row_dimensions[line].height for line in (2, 3, 4, 5)] == [None, 30, 45, 408]


def test_a_text_that_looks_like_a_formula_is_a_text():
    sheet = opened()["Esiti"]

    assert (sheet["A4"].value, sheet["A4"].data_type) == ("=1+1", "s")
    assert (sheet["E4"].value, sheet["E4"].data_type) == ("+39 041 000000", "s")
    assert "<f>" not in part(sample_file("xlsx"), "xl/worksheets/sheet1.xml")


def test_an_address_is_a_text_and_a_long_text_is_cut_to_what_a_cell_holds():
    book = opened(Document("T", "en", (table(("https://example.org",), ("x" * 40_000,)),)))
    sheet = book.worksheets[0]

    assert sheet["A2"].hyperlink is None
    assert len(sheet["A3"].value) == 32_767
    assert sheet["A3"].value.endswith("…")


def test_values_no_sheet_can_hold():
    rows = ((float("nan"),), (float("inf"),), (datetime(1, 1, 1),), (None,))
    sheet = opened(Document("T", "en", (table(*rows),))).worksheets[0]

    assert [row[0].value for row in sheet["A2:A5"]] == [None, None, "0001-01-01T00:00:00", None]


def test_the_notes_say_what_it_is():
    notes = {row[0].value: row[1].value for row in opened()["Note"].iter_rows()}

    assert "Veneto: il mese in breve, perché così" in notes
    assert "1–31 ottobre 2026" in notes
    assert notes["Licenza"] == "CC BY 4.0"
    assert notes["Fonte"] == "https://example.org/digests/12"
    assert opened().properties.title == "Veneto: il mese in breve, perché così"
    assert opened().properties.language == "it"


@pytest.mark.parametrize(
    "names, sheets",
    [
        (["a/b[c]:*?'"], ["a b c", "Notes"]),
        (["x" * 40, "X" * 40], ["x" * 31, "X" * 29 + " 2", "Notes"]),
        (["Notes", "history"], ["Notes", "history 2", "Notes 2"]),
        (["", "///"], ["Table", "Table 2", "Notes"]),
    ],
)
def test_sheets_have_names_that_are_allowed_and_no_two_alike(names, sheets):
    assert sheet_names([table(name=name) for name in names], "en") == sheets


def test_a_document_without_tables_becomes_one_of_its_texts():
    document = Document("T", "it", (Paragraph("a"), Heading("Empty"), Heading("One"),
                                    Facts((("l", "v"),)), Markup("**b**"), Heading("Last")))
    rows = [[cell.value for cell in row] for row in opened(document)["Testo"].iter_rows()]

    assert rows == [["Sezione", "Testo"], [None, "a"], ["Empty", None], ["One", "l: v"],
                    ["One", "**b**"], ["Last", None]]
