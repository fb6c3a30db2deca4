"""Files people hand in: whatever the program that wrote them, the same rows come out."""
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from cop.base.errors import Invalid
from cop.base.tables import RowProblem, read_rows
from tests import papers


@pytest.fixture
def read(tmp_path):
    """Rows of a file with that content."""

    def from_content(content, name="file.bin"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read_rows(path))

    return from_content


@pytest.fixture
def read_workbook(tmp_path):
    def from_lines(lines):
        book = Workbook()
        for line in lines:
            book.active.append(line)
        book.save(tmp_path / "book.xlsx")
        return list(read_rows(tmp_path / "book.xlsx"))

    return from_lines


def problems(rows):
    return [(number, row.sentence) for number, row in rows if isinstance(row, RowProblem)]


CITY = [(2, {"name": "Forlì", "region": "ITH58"}), (3, {"name": "Prato", "region": "ITI15"})]


@pytest.mark.parametrize("content", [
    "name,region\nForlì,ITH58\nPrato,ITI15\n",
    "name;region\nForlì;ITH58\nPrato;ITI15\n",
    "name\tregion\nForlì\tITH58\nPrato\tITI15",
    "\ufeffname;region\r\nForlì;ITH58\r\nPrato;ITI15\r\n",
    "name;region\nForlì;ITH58\nPrato;ITI15\n".encode("cp1252"),
    "name;region\r\nForlì;ITH58\r\nPrato;ITI15\r\n".encode("utf-16"),
    '"name","region"\n"Forlì","ITH58"\n"Prato","ITI15"\n',
    '{"name": "Forlì", "region": "ITH58"}\n{"name": "Prato", "region": "ITI15"}\n',
], ids=["comma", "semicolon", "tab", "bom", "windows-1252", "utf-16", "quoted", "json"])
def test_the_same_rows_come_out_of_every_kind_of_file(read, content):
    assert [row for _, row in read(content)] == [row for _, row in CITY]


def test_line_numbers_are_those_of_the_file(read):
    rows = read('name,about\nAda,"two\nlines"\n\nBob,one\n')
    assert rows == [(2, {"name": "Ada", "about": "two\nlines"}), (5, {"name": "Bob",
                                                                       "about": "one"})]


def test_a_file_with_lines_in_two_encodings_is_read_line_by_line(read):
    content = b"name;city\n" + "Zoë;Köln\n".encode() + "Zoë;Köln\n".encode("cp1252")
    assert [row["city"] for _, row in read(content)] == ["Köln", "Köln"]


def test_bytes_that_no_code_page_knows_lose_nothing_else(read):
    assert read(b"name;city\nA\x81da;Rome \x80\n") == [(2, {"name": "A\x81da",
                                                           "city": "Rome \x80"})]


def test_the_separator_is_looked_for_outside_quotation_marks(read):
    assert read('"a;b;c",d\n1,2\n') == [(2, {"a;b;c": "1", "d": "2"})]


def test_cells_missing_at_the_end_are_empty(read):
    assert read("a,b,c\n1\n") == [(2, {"a": "1", "b": "", "c": ""})]


def test_a_line_with_too_many_cells_is_refused_and_the_next_is_read(read):
    rows = read("a,b\n1,2,3\n4,5\n")
    assert problems(rows) == [(2, "This line has 3 cells, the heading has 2.")]
    assert rows[1] == (3, {"a": "4", "b": "5"})


def test_a_broken_line_of_json_is_refused_and_the_next_is_read(read):
    rows = read('{"a": 1}\n{"a": \n[1]\n\n{"a": 2}\n')
    assert problems(rows) == [(2, "This line is not JSON."), (3, "This line is not a JSON object.")]
    assert [row for _, row in rows if isinstance(row, dict)] == [{"a": 1}, {"a": 2}]


def test_a_line_of_json_in_another_encoding_is_refused(read):
    rows = read(b'{"a": "\xe9"}\n{"a": "b"}\n')
    assert problems(rows) == [(1, "This line is not UTF-8.")]
    assert rows[1] == (2, {"a": "b"})


def test_json_nested_without_end_is_a_problem_of_its_line(read):
    assert problems(read('{"a": 1}\n{"a": ' + "[" * 100_000 + "\n"))


def test_a_quotation_mark_that_never_closes_is_told(read):
    rows = read('a,b\n1,2\n3,"4\n5,6\n')
    assert rows[0] == (2, {"a": "1", "b": "2"})
    assert problems(rows) == [(3, "The quotation marks of this line do not match.")]


def test_a_very_long_cell_is_read_whole(read):
    (_, row), = read("a,b\n" + "x" * 445_000 + ",2\n")
    assert len(row["a"]) == 445_000


def test_a_workbook_gives_texts_numbers_and_iso_dates(read_workbook):
    rows = read_workbook([
        ["name", "joined", "seen", "count", "share", "note", None],
        ["Forlì", date(2026, 10, 1), datetime(2026, 10, 1, 9, 30), 3.0, 0.5, None],
        [None, None, None, None, None, None],
        ["Prato"],
    ])
    assert rows == [
        (2, {"name": "Forlì", "joined": "2026-10-01", "seen": "2026-10-01T09:30:00", "count": 3,
             "share": 0.5, "note": ""}),
        (4, {"name": "Prato", "joined": "", "seen": "", "count": "", "share": "",
             "note": ""}),
    ]


@pytest.mark.parametrize("content, sentence", [
    (b"", "This file is empty."),
    (b" \n\n", "This file is empty."),
    (b"a,b,a\n1,2,3\n", "These columns stand twice: a."),
    (b",,\n1,2,3\n", "The first line must name the columns."),
    (b'"a,b\n1,2\n', "The first line, with the names of the columns, cannot be read."),
    (b"PK\x03\x04 and then nothing", "This is not a workbook that can be read."),
    (papers.says_it_unpacks_to(2**31), "Unpacked, this document is far too large."),
])
def test_a_file_that_cannot_be_read_at_all_says_why(read, content, sentence):
    with pytest.raises(Invalid) as refusal:
        read(content)
    assert refusal.value.fields == {"file": sentence}


def test_what_is_no_table_is_refused(read):
    with pytest.raises(Invalid, match="neither CSV nor XLSX nor JSON Lines"):
        read(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
