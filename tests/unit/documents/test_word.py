"""DOCX: real headings, languages, header rows, properties; LibreOffice opens it."""
import io
import re
import shutil
import subprocess
from xml.etree import ElementTree

import docx
import pytest

from cop.documents.render import render
from tests.unit.documents.sample import NOTICE, part, sample, sample_file

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def word_file():
    return docx.Document(io.BytesIO(sample_file("docx")))


def test_headings_are_headings(word_file):
    headings = [(p.style.name, p.text) for p in word_file.paragraphs if "Heading" in p.style.name]

    assert headings[:4] == [
        ("Heading 1", "Pratiche nuove"),
        ("Heading 2", "Richiamo entro 48 ore"),
        ("Heading 3", "Come funziona"),
        ("Heading 2", "Une pratique d'ailleurs"),
    ]
    assert word_file.paragraphs[0].style.name == "Title"


def test_its_properties_say_what_it_is(word_file):
    properties = word_file.core_properties

    assert properties.title == "Veneto: il mese in breve, perché così"
    assert properties.language == "it"
    assert properties.author == "Giulia Ferrari; Agenzia regionale (inventata)"
    assert properties.subject == "Digest regionale"
    assert properties.keywords == "tirocini, NEET"


def test_the_document_and_its_foreign_parts_have_their_language():
    styles = part(sample_file("docx"), "word/styles.xml")
    body = part(sample_file("docx"), "word/document.xml")

    assert '<w:lang w:val="it"' in styles
    assert 'w:themeFontLang w:val="it"' in part(sample_file("docx"), "word/settings.xml")
    assert re.search(r'<w:lang w:val="fr" */></w:rPr><w:t [^>]*>Les conseillers', body)
    assert re.search(r'<w:lang w:val="fr" */></w:rPr><w:t [^>]*>Une pratique', body)


def test_a_right_to_left_paragraph_runs_from_the_right():
    from_right = sample(language="ar", blocks=sample().blocks[:1])

    assert '<w:bidi />' in part(render(from_right, "docx"), "word/document.xml")


def test_tables_have_a_header_row_and_a_caption(word_file):
    table = word_file.tables[1]

    assert table.rows[0]._tr.trPr.find(f"{WORD}tblHeader") is not None
    assert [cell.text for cell in table.rows[1].cells][:4] == [
        "Treviso", "31 ott 2026", "1.284", "0,625"
    ]
    captions = [p.text for p in word_file.paragraphs if p.style.name == "Table Caption"]
    assert captions == ["Esiti per ufficio, ottobre 2026"]


def test_every_style_it_uses_is_there(word_file):
    body = part(sample_file("docx"), "word/document.xml")
    used = set(re.findall(r'<w:(?:pStyle|rStyle|tblStyle) w:val="(\w+)"', body))

    assert used <= {style.style_id for style in word_file.styles}


def test_the_page_is_a4_with_the_notice_and_the_number_below(word_file):
    section = word_file.sections[0]

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.footer.paragraphs[0].text.startswith(NOTICE)
    assert " NUMPAGES " in part(sample_file("docx"), "word/footer1.xml")


def test_it_says_where_it_comes_from_and_what_may_be_done_with_it(word_file):
    lines = [p.text for p in word_file.paragraphs if p.style.name == "Colophon"]

    assert "Licenza\tCC BY 4.0" in lines
    assert "Prodotto il\t2 novembre 2026" in lines
    assert any(line.startswith("Fonte\t") for line in lines)


def test_a_fact_stands_below_a_label_that_leaves_no_room_beside_it(word_file):
    lines = [p.text for p in word_file.paragraphs if p.style.name == "Fact"]

    assert "Territorio\tVeneto (ITH3)" in lines
    assert "Lingua del testo originale\nitaliano" in lines


def test_no_row_begins_on_one_page_and_ends_on_the_next(word_file):
    rows = [row for table in word_file.tables for row in table.rows]

    assert all(row._tr.trPr.find(f"{WORD}cantSplit") is not None for row in rows)
    body = part(sample_file("odt"), "content.xml")
    assert body.count("<table:table-row") == body.count('table:style-name="WholeRow"')


def test_every_part_is_well_formed(word_file):
    for piece in word_file.part.package.iter_parts():
        if piece.partname.endswith(".xml"):
            ElementTree.fromstring(piece.blob)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not on the PATH")
def test_libreoffice_opens_it_and_the_opendocument_file(tmp_path):
    for name in ("docx", "odt"):
        (tmp_path / f"{name}-file.{name}").write_bytes(sample_file(name))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "pdf", "--outdir", tmp_path, *tmp_path.glob("*-file.*")],
        check=True, capture_output=True, timeout=120,
    )

    for name in ("docx", "odt"):
        made = tmp_path / f"{name}-file.pdf"
        assert made.read_bytes().startswith(b"%PDF")
        if shutil.which("pdftotext"):
            text = subprocess.run(["pdftotext", "-layout", made, "-"], check=True,
                                  capture_output=True, text=True, timeout=30).stdout
            assert "perché così" in text
            assert "Ещё один пример" in text
            assert re.search(rf"{NOTICE} +1 ?/ ?3", text)
