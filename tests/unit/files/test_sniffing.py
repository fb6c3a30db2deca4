"""What a file is, found out from what it holds."""
import pytest

from cop.base.errors import Invalid
from cop.files.inspecting import inspect
from cop.files.kinds import LARGEST
from cop.files.sniffing import kind_of
from tests import papers

SOUND = {
    "pdf": papers.pdf, "docx": lambda: papers.office("docx"), "odt": lambda: papers.office("odt"),
    "pptx": lambda: papers.office("pptx"), "xlsx": papers.xlsx,
    "ods": lambda: papers.odf("spreadsheet"), "odp": lambda: papers.odf("presentation"),
    "csv": lambda: "Nome;Città\nAda;Forlì\n".encode(), "png": papers.picture,
    "jpg": lambda: papers.picture("JPEG"), "webp": lambda: papers.picture("WEBP"),
}
MACROS = papers.docx_of("<w/>", **{"word/vbaProject.bin": "x"})
MACRO_TYPE = papers.package({
    "[Content_Types].xml": '<Types><Override ContentType="application/vnd.ms-word.document.'
                           'macroEnabled.main+xml"/></Types>', "word/document.xml": "<w/>"})
BILLION = papers.package({
    "[Content_Types].xml": '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'})
REFUSED = {
    "nothing": (b"", "empty"),
    "a web page": (b"<!doctype html><script>alert(1)</script>", "cannot be attached"),
    "a drawing that runs": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "cannot"),
    "a drawing called a table": (b"\n  <?xml version='1.0'?>,<svg onload='x()'/>", "cannot"),
    "a program": (b"MZ\x90\0" + b"\0" * 100, "cannot be attached"),
    "a script": (b"#!/bin/sh\nrm -rf a,b\n", "cannot be attached"),
    "a letter": (b"Dear all,\n\nthe sheet is ready.\nAda, with greetings, and thanks\n", "cannot"),
    "empty lines": (b"\n \n\n", "cannot be attached"),
    "an old document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old format"),
    "a PDF with a web page at its head": (b"%PDF-1.4\n<html><script>x</script>", "not what"),
    "a web page with a PDF in it": (b"<html>" + papers.pdf(), "cannot be attached"),
    "a PDF that is an archive too": (papers.pdf() + papers.package({"a": "b"}), "not what"),
    "an archive behind something": (b"PK\x03\x04xx" + papers.docx_of("<w/>"), "not what"),
    "any archive": (papers.package({"a.exe": "MZ"}), "cannot be attached"),
    "a book": (papers.package({"mimetype": "application/epub+zip"}), "not what"),
    "macros": (MACROS, "macros"), "a kind with macros": (MACRO_TYPE, "macros"),
    "macros of LibreOffice": (papers.package({
        "mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>",
        "Basic/script-lc.xml": "<x/>"}), "macros"),
    "a way out": (papers.docx_of("<w/>", **{"../../etc/passwd": "x"}), "not what"),
    "too much to unpack": (papers.says_it_unpacks_to(400_000_000), "far too large"),
    "entities": (BILLION, "not what"),
    "a broken archive": (papers.office("docx")[:2000], "not what"),
    "no picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "cannot be read"),
    "a picture that unpacks to gigabytes": (papers.png_bomb(), "megapixels"),
    "too many bytes": (b"%PDF-" + b"x" * LARGEST, "at most 10 MB; this one has 10"),
}


@pytest.mark.parametrize("ending", SOUND)
def test_each_kind_is_known_by_what_it_holds_whatever_its_name(app, ending):
    sound = inspect("evil.html", SOUND[ending]())

    assert kind_of(SOUND[ending]()).ending == ending
    assert sound.name == f"evil.{ending}"
    assert (sound.picture is not None) == (ending in ("png", "jpg", "webp"))


@pytest.mark.parametrize("what", REFUSED)
def test_everything_else_is_refused_with_a_reason(app, what):
    content, sentence = REFUSED[what]
    with pytest.raises(Invalid, match=sentence):
        inspect("report.pdf", content)


def test_several_tables_with_empty_lines_between_them_are_a_table(app):
    digest = ("Figures\r\nWhat;In October\r\nanswers;26\r\n\r\nCases\r\nTitle;Region;Note\r\n"
              "Call back;Veneto;\r\n\r\nQuestions\r\nTitle;By;Solved;Note\r\nWho pays?;Ada;;\r\n")
    assert inspect("digest.csv", digest.encode("utf-8-sig")).name == "digest.csv"
    with pytest.raises(Invalid):
        inspect("letter.txt", b"Dear all, good morning.\n\nHere it is, as said, at last.\n\nAda\n")


def test_a_name_keeps_an_ending_that_fits(app):
    assert inspect("Foto.JPEG", papers.picture("JPEG")).name == "Foto.JPEG"
    assert inspect("dati.2026", b"a,b\n1,2\n").name == "dati.csv"
