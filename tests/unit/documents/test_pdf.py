"""PDF: tagged, titled, with its language; every letter there."""
import re
import shutil
import subprocess

import pytest

from cop.documents.model import Document, Facts, Heading, PageBreak, Paragraph
from cop.documents.render import render
from tests.unit.documents.sample import NOTICE, sample_file

needs_poppler = pytest.mark.skipif(
    not (shutil.which("pdfinfo") and shutil.which("pdftotext")),
    reason="pdfinfo and pdftotext (poppler) are not on the PATH",
)


def run(tool, file, folder, *options):
    path = folder / "document.pdf"
    path.write_bytes(file)
    done = subprocess.run([tool, *options, path, *(["-"] if tool == "pdftotext" else [])],
                          capture_output=True, check=True, text=True, timeout=30)
    return done.stdout


@needs_poppler
def test_it_is_tagged_titled_a4_and_in_its_language(tmp_path):
    facts = dict(re.findall(r"^([^:]+): +(.*)$", run("pdfinfo", sample_file("pdf"), tmp_path),
                            re.MULTILINE))

    assert facts["Title"] == "Veneto: il mese in breve, perché così"
    assert facts["Tagged"] == "yes"
    assert facts["Page size"].endswith("(A4)")
    assert facts["Author"] == "Giulia Ferrari, Agenzia regionale (inventata)"
    assert facts["Pages"] == "3"


def test_it_says_that_it_is_accessible_and_in_which_languages():
    file = sample_file("pdf")

    assert b"<pdfuaid:part>1</pdfuaid:part>" in file
    assert re.search(rb"/Type/Catalog[^\n]*/Lang\(it\)", file)
    assert re.search(rb"/S/H2[^\n]*/Lang\(fr\)", file)
    assert re.search(rb"/S/P/[^\n]*/Lang\(fr\)", file)
    assert b"/Outlines" in file
    assert b"/S/TH" in file


@needs_poppler
def test_accents_and_other_scripts_come_out_right(tmp_path):
    text = run("pdftotext", sample_file("pdf"), tmp_path, "-layout")

    for words in ("perché così", "Fördermaßnahme heißt", "où qu'il soit", "Η αναζήτηση εργασίας: Ω",
                  "Ещё один пример: ёлка", "Şcoală, șef, ő, ű", "Työnhakija", "Θεσσαλονίκη"):
        assert words in text
    assert "1.284" in text
    assert "31 ott 2026" in text


@needs_poppler
def test_every_page_has_the_notice_and_its_number(tmp_path):
    pages = run("pdftotext", sample_file("pdf"), tmp_path, "-layout").split("\f")[:-1]

    for number, page in enumerate(pages, start=1):
        assert re.search(rf"{NOTICE} +{number} ?/ ?{len(pages)}", page)


@needs_poppler
def test_a_character_no_font_has_is_shown_as_missing(tmp_path):
    document = Document("T", "en", (Paragraph("a \U0001fae8\u200d\U0001fae9 b 你"),))

    assert "a □□ b □" in run("pdftotext", render(document, "pdf"), tmp_path)


@needs_poppler
def test_an_outline_leaves_no_level_out(tmp_path):
    blocks = (Heading("Deep", 4), Heading("Deeper", 4), Heading("\u200b"), Heading("Top", 1))
    tags = run("pdfinfo", render(Document("T", "en", blocks), "pdf"), tmp_path, "-struct")

    assert re.findall(r"H\d \"\w+\"", tags) == ['H1 "Deep"', 'H2 "Deeper"', 'H1 "Top"']


@needs_poppler
def test_greek_cyrillic_and_arabic_need_no_font_of_the_server(tmp_path):
    words = {"el": "Αναζήτηση εργασίας", "ru": "Ещё один пример", "ar": "خدمات التوظيف العامة"}
    paper = Document("Tre alfabeti", "it", tuple(
        Paragraph(text, language=code) for code, text in words.items()))
    text, fonts = (run(tool, render(paper, "pdf"), tmp_path) for tool in ("pdftotext", "pdffonts"))

    assert all(word in text for word in words.values())
    assert set(re.findall(r"\+(LibertinusSerif|DejaVuSansMono)?", fonts)) == {
        "LibertinusSerif", "DejaVuSansMono"}


@needs_poppler
def test_a_long_label_keeps_the_lines_of_its_fact_together(tmp_path):
    facts = Facts((("people who have contributed by writing", "People who " + "wrote it. " * 20),))
    lines = run("pdftotext", render(Document("T", "en", (facts,)), "pdf"), tmp_path, "-layout")

    assert re.search(r"people who have +People who wrote.*\n *contributed\b.* +wrote it", lines)


@needs_poppler
def test_chapters_are_listed_with_their_pages(tmp_path):
    chapters = [block for name in ("Primo", "Secondo") for block in (
        PageBreak(), Heading(name), Paragraph("Testo."))]
    pages = run("pdftotext", render(Document("T", "it", tuple(chapters)), "pdf"), tmp_path,
                "-layout").split("\f")

    assert re.search(r"Indice\s+Primo\W+2\s+Secondo\W+3", pages[0])
    assert "Indice" not in run("pdftotext", sample_file("pdf"), tmp_path)
