"""Whatever people type, paste or try: a file comes out, and it is a sound one."""
import csv
import io
import json
import zipfile
from email import message_from_bytes, policy
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from cop.documents.model import (
    BulletList,
    Column,
    Document,
    Facts,
    Heading,
    Link,
    Markup,
    Paragraph,
    Table,
    Text,
)
from cop.documents.render import FORMATS, filename, render
from tests.unit.documents.sample import UNKIND, UNKIND_MARKDOWN


def filled_with(texts, typed=()):
    """A document with each text in every place a text can be."""
    some = texts[0]
    blocks = []
    for text in texts:
        blocks += [
            Heading(text, 2, language=text),
            Paragraph(Text(text, bold=True, language=text), Link(text, text), language=text),
            Table(text, (Column(text), Column("n", numeric=True)), ((text, 1), (None, None)), text),
        ]
    blocks += [Facts(tuple((text, text) for text in texts)), BulletList(tuple(texts))]
    blocks += [Markup(text, language=text) for text in (*texts, *typed)]
    return Document(some, some, tuple(blocks), subtitle=some, author=some, organisation=some,
                    subject=some, keywords=tuple(texts), licence=some, source_url=some,
                    notice=some)


def check(name, file):
    """The file can be opened by what opens such files."""
    if name == "pdf":
        assert file.startswith(b"%PDF")
    elif name == "xlsx":
        openpyxl.load_workbook(io.BytesIO(file))
    elif name == "csv":
        assert list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))
    elif name in {"html", "md"}:
        assert "\x00" not in file.decode()
    elif name == "json":
        assert json.loads(file)["title"] is not None
    elif name == "ics":
        assert Calendar.from_ical(file).name == "VCALENDAR"
    elif name == "eml":
        assert not message_from_bytes(file, policy=policy.default).defects
    else:
        check_package(file)


def check_package(file):
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        for part in package.namelist():
            if part.endswith((".xml", ".xhtml", ".opf", ".rels")):
                ElementTree.fromstring(package.read(part))


@pytest.mark.parametrize("name", FORMATS)
def test_unkind_texts_in_every_place(name):
    document = filled_with(UNKIND, UNKIND_MARKDOWN)
    file = render(document, name)

    check(name, file)
    assert filename(document, name).isascii()
    if name == "html":
        assert b"<script" not in file
        assert b"javascript:" not in file.replace(b"(javascript:", b"").replace(b"&gt;", b"")


@pytest.mark.parametrize("name", ["pdf", "docx", "html", "xlsx", "csv"])
def test_a_cell_of_ten_thousand_characters(name):
    long = "parola " * 1400 + "x" * 200

    check(name, render(Document("T", "it", (Table("", (Column("a"), Column("b")),
                                                  ((long, "b"),)),)), name))


@settings(max_examples=2, deadline=None, derandomize=True, database=None,
          suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(alphabet=st.characters(), max_size=60), min_size=6, max_size=12))
def test_any_text_at_all(texts):
    document = filled_with(tuple(texts))
    for name in FORMATS:
        check(name, render(document, name))
