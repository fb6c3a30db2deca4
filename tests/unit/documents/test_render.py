"""The door: formats, names, the same bytes for the same document."""
import io
from dataclasses import replace
from datetime import UTC, timedelta, timezone

import pytest
from PIL import Image

from cop.documents.model import Document, Markup, Paragraph, Picture
from cop.documents.render import FORMATS, WRITERS, filename, render
from tests.unit.documents.sample import MADE_AT, NOTICE, part, sample, sample_file

SHORT = sample(blocks=sample().blocks[:6])
PROPERTIES = {"docx": "docProps/core.xml", "xlsx": "docProps/core.xml", "odt": "meta.xml",
              "epub": "EPUB/content.opf"}


def test_the_formats_in_the_order_in_which_they_are_offered():
    assert list(FORMATS) == ["pdf", "docx", "odt", "epub", "html", "md", "xlsx", "csv",
                             "json", "ics", "eml"]
    assert set(WRITERS) == set(FORMATS)
    assert FORMATS["epub"].media_type == "application/epub+zip"


def test_an_unknown_format_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="There is no format “rtf”"):
        render(SHORT, "rtf")
    with pytest.raises(ValueError, match="pdf, docx"):
        filename(SHORT, "rtf")


def test_a_file_is_named_after_its_document():
    assert filename(sample(), "docx") == "veneto-il-mese-in-breve-perche-cosi.docx"


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_document_gives_the_same_bytes(name):
    assert render(sample(), name) == sample_file(name)


@pytest.mark.parametrize("name", PROPERTIES)
def test_the_time_of_making_is_in_the_properties(name):
    assert "2026-11-02T08:30:00Z" in part(sample_file(name), PROPERTIES[name])


@pytest.mark.parametrize("name", ["docx", "odt", "xlsx"])
def test_without_a_time_of_making_there_is_none(name):
    properties = part(render(sample(made_at=None, blocks=()), name), PROPERTIES[name])

    assert "T00:00:00" not in properties
    assert "1970" not in properties
    assert "2000" not in properties


def test_a_book_is_the_same_book_whenever_it_was_made():
    later = replace(SHORT, made_at=MADE_AT + timedelta(days=3))
    books = [part(render(book, "epub"), "EPUB/content.opf") for book in (SHORT, later)]
    other = part(render(replace(SHORT, subject="Other"), "epub"), "EPUB/content.opf")
    names = [book.split("</dc:identifier>")[0].rpartition(">")[2] for book in [*books, other]]

    assert names[0] == names[1] != names[2]
    assert names[0].startswith("urn:uuid:")


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_document_is_a_file_too(name):
    assert len(render(Document("", "", ()), name)) > 3


@pytest.mark.parametrize("name", ["docx", "odt", "html", "md", "csv"])
def test_the_notice_is_in_every_format(name):
    parts = {"docx": "word/footer1.xml", "odt": "styles.xml"}
    file = sample_file(name)
    text = part(file, parts[name]) if name in parts else file.decode()

    assert NOTICE in text


def test_a_text_that_takes_too_long_to_read_comes_out_as_typed(monkeypatch):
    monkeypatch.setattr("cop.documents.pandoc.READING", 0.001)
    document = Document("T", "en", (Markup("**a**\n\nb"), Paragraph("c")))

    assert b"<p>**a**</p>" in render(document, "html")


def test_the_logo_stands_above_the_title_with_its_words():
    drawing = io.BytesIO()
    Image.new("RGB", (240, 100), "teal").save(drawing, "PNG")
    logo = Picture(drawing.getvalue(), "image/png", "Logo di ARTI")
    paper = replace(SHORT, logo=logo)

    word, opened = part(render(paper, "docx"), "word/document.xml"), part(
        render(paper, "odt"), "content.xml")
    assert word.index("Logo di ARTI") < word.index('w:val="Title"')
    assert "base64" not in word
    assert opened.index("<svg:title>") < opened.index('"Title"')
    assert 'src="data:image/png;base64,' in render(paper, "html").decode()
    assert len(render(paper, "pdf")) > len(render(SHORT, "pdf"))
    assert "Image" not in render(paper, "md").decode()


@pytest.mark.parametrize("name", FORMATS)
def test_a_moment_may_have_parts_of_a_second_and_any_zone(name):
    """As the database keeps them, and the clocks of a region tell them."""
    rome = timezone(timedelta(hours=1))
    exact = MADE_AT.replace(microsecond=259_197, tzinfo=UTC).astimezone(rome)
    assert render(replace(SHORT, made_at=exact), name)
