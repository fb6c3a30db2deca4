"""DOCX, XLSX and ODT hold to the rules of their format, by a checker that had no part in them."""
import io
import zipfile

import pytest
from openxml_audit import OdfValidator, OpenXmlValidator

from tests.unit.documents.sample import sample_file

MAIN = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml"}
ROOT = {"docx": b"<w:body>", "xlsx": b"<sheetData>"}


def mistakes_in(file, path):
    path.write_bytes(file)
    return [error.description for error in OpenXmlValidator().validate(str(path)).errors]


@pytest.mark.parametrize("name", MAIN)
def test_a_file_holds_to_its_schema(name, tmp_path):
    assert mistakes_in(sample_file(name), tmp_path / f"sample.{name}") == []


@pytest.mark.parametrize("name", MAIN)
def test_the_checker_sees_what_does_not(name, tmp_path):
    whole, broken = io.BytesIO(sample_file(name)), io.BytesIO()
    with zipfile.ZipFile(whole) as read, zipfile.ZipFile(broken, "w") as written:
        for part in read.namelist():
            content = read.read(part)
            if part == MAIN[name]:
                assert ROOT[name] in content
                content = content.replace(ROOT[name], ROOT[name] + ROOT[name].replace(b">", b"/>"))
            written.writestr(part, content)
    assert mistakes_in(broken.getvalue(), tmp_path / f"broken.{name}")


def test_an_open_document_holds_to_the_rules_of_its_package(tmp_path):
    file = tmp_path / "sample.odt"
    file.write_bytes(sample_file("odt"))
    assert [error.description for error in OdfValidator().validate(str(file)).errors] == []
