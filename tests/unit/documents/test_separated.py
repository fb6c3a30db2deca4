"""CSV as the spreadsheet programs of the language open it."""
import csv
import io

from cop.documents.model import Column, Document, Heading, Paragraph, Table
from cop.documents.render import render
from tests.unit.documents.sample import NOTICE, RESULTS, sample, sample_file


def rows(file, delimiter):
    text = file.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_one_table_in_italian():
    file = render(sample(blocks=(RESULTS,), notice=""), "csv")

    assert file.startswith(b"\xef\xbb\xbfUfficio;")
    assert file.count(b"\r\n") == file.count(b"\n") == 5
    assert rows(file, ";")[1] == ["Treviso", "2026-10-31", "1284", "0,625",
                                  "Richiamo telefonico e poi colloquio breve"]
    assert rows(file, ";")[4][4] == 'a;b "c", d'


def test_one_table_in_english_has_commas_and_decimal_points():
    file = render(sample(blocks=(RESULTS,), notice="", language="en"), "csv")

    assert rows(file, ",")[1][3] == "0.625"


def test_what_a_spreadsheet_would_obey_gets_an_apostrophe_and_numbers_do_not():
    table = rows(sample_file("csv"), ";")

    assert ["'=1+1", "", "", "-3", "'+39 041 000000"] in table


def test_headers_and_texts_are_guarded_alike():
    evil = Table("=t", (Column("@h"), Column("-h")), (("\t=1", "＝1"), ("\r=1", " +1")))
    file = render(Document("T", "en", (evil, evil)), "csv")

    assert rows(file, ",")[:4] == [["'=t"], ["'@h", "'-h"], ["'\t=1", "'＝1"], ["'\n=1", "' +1"]]


def test_several_tables_stand_below_their_titles_with_a_line_between():
    table = rows(sample_file("csv"), ";")

    assert table[0] == ["Esiti per ufficio, ottobre 2026"]
    assert table[6:9] == [[], ["Voce", "Numero"], ["Iscritti", "38"]]
    assert table[-2:] == [[], [NOTICE]]


def test_a_document_without_tables_becomes_one_of_its_texts():
    file = render(Document("T", "it", (Heading("Uno"), Paragraph("a", "b"))), "csv")

    assert rows(file, ";") == [["Sezione", "Testo"], ["Uno", "ab"]]


def test_large_and_small_numbers_are_written_out():
    table = Table("", (Column("n", numeric=True),), ((1e21,), (0.00001,), (float("nan"),)))

    assert rows(render(Document("T", "en", (table,)), "csv"), ",")[1:] == [
        ["1000000000000000000000"], ["0.00001"], [""]
    ]
