"""DOCX of several chapters: a list of contents that leads to each, before anybody updates it."""
import io
import re
import shutil
import subprocess

import docx
import pytest
from openxml_audit import OpenXmlValidator

from cop.documents.model import Document, Heading, Markup, PageBreak, Paragraph, Text
from cop.documents.render import render
from tests.unit.documents.sample import part, sample_file


def guide(**more):
    blocks = [Heading("Premessa"), Paragraph("Perché questa guida.")]
    for number in range(1, 4):
        blocks += [PageBreak(), Heading(f"Capitolo {number} <&>"), Paragraph(Text("Prima.")),
                   Heading("Une pratique d'ailleurs", level=2, language="fr"),
                   Markup("Testo con una nota[^1].\n\n# Titolo scritto[^1]\n\n[^1]: Una nota."),
                   Heading("Come funziona", level=3), Paragraph("Si fa così.")]
    return Document(**{"title": "Guida", "language": "it", "blocks": tuple(blocks)} | more)


def body_of(document):
    return part(render(document, "docx"), "word/document.xml")


def test_chapters_and_practices_are_listed_as_links_to_them():
    body = body_of(guide())
    contents, rest = body.split("</w:sdt>")
    assert 'w:val="Table of Contents"' in contents and ">Indice<" in contents
    anchors = re.findall(r'w:anchor="(\w+)"', contents)
    assert len(anchors) == len(set(anchors)) >= 7
    assert [name for name in re.findall(r'bookmarkStart w:id="\d+" w:name="(\w+)"', rest)
            if name.startswith("_Toc")] == anchors
    lines = [re.sub("<[^>]+>", "", line) for line in contents.split('<w:hyperlink w:anchor')[1:]]
    assert "Premessa" in lines[0] and "Capitolo 1 &lt;&amp;&gt;" in lines[1]
    assert "Come funziona" not in contents and "footnoteReference" not in contents
    assert re.search(r'w:lang w:val="fr" ?/></w:rPr><w:t [^>]*>Une pratique', contents)


def test_it_is_a_field_that_asks_nobody_anything():
    file = render(guide(), "docx")
    body = part(file, "word/document.xml")
    assert r'TOC \o "1-2" \h \z \u' in body and "w:dirty" not in body
    assert [body.count(f'w:fldCharType="{kind}"') for kind in ("begin", "separate", "end")] == [
        1, 1, 1]
    assert "updateFields" not in part(file, "word/settings.xml")


def test_the_file_holds_to_its_schema_and_opens(tmp_path):
    for name, document in (("it", guide()), ("ar", guide(language="ar")), ("one", guide(
            blocks=(PageBreak(), PageBreak(), Heading("Sola"))))):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(render(document, "docx"))
        assert [error.description for error in OpenXmlValidator().validate(str(path)).errors] == []
        docx.Document(str(path))


def test_what_is_written_from_the_right_is_listed_from_the_right():
    contents = body_of(guide(language="ar")).split("</w:sdt>")[0].split("<w:sdt>")[1]
    assert contents.count("<w:bidi/>") == contents.count("<w:p>")


@pytest.mark.parametrize("blocks", [
    (Heading("Sola"), Paragraph("Testo.")), (PageBreak(), PageBreak(), Paragraph("Testo."))])
def test_a_document_without_chapters_has_no_list(blocks):
    assert "<w:sdt>" not in body_of(guide(blocks=blocks))
    assert "<w:sdt>" not in part(sample_file("docx"), "word/document.xml")


def test_the_same_guide_gives_the_same_file():
    assert render(guide(), "docx") == render(guide(), "docx")
    headings = [each.text for each in docx.Document(io.BytesIO(render(guide(), "docx"))).paragraphs
                if each.style.name == "Heading 1"]
    assert headings[:2] == ["Premessa", "Capitolo 1 <&>"]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not on the PATH")
def test_libreoffice_shows_it_below_the_title(tmp_path):
    tmp_path.joinpath("guide.docx").write_bytes(render(guide(), "docx"))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "txt:Text", "--outdir", str(tmp_path), str(tmp_path / "guide.docx")],
        check=True, capture_output=True, timeout=120)
    lines = tmp_path.joinpath("guide.txt").read_text(encoding="utf-8-sig").split("\n")
    lines = [line.strip() for line in lines if line.strip()]
    at = lines.index("Indice")
    assert lines[at + 1:at + 3] == ["Premessa", "Capitolo 1 <&>"]
