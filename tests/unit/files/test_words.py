"""The words of documents, also of hostile ones."""
import os
import time
import zlib

import pytest

from cop.files import words
from cop.files.words import MOST_WORDS, NoWords, words_of
from tests import papers

SOUND = {
    "pdf": (papers.pdf, "Come richiamare chi salta due appuntamenti"),
    "docx": (lambda: papers.office("docx"), "Un foglio con parole"),
    "odt": (lambda: papers.office("odt"), "Un foglio con parole"),
    "pptx": (lambda: papers.office("pptx"), "Un foglio con parole"),
    "xlsx": (papers.xlsx, "Tavola di parole"),
    "ods": (lambda: papers.odf("spreadsheet"), "Celle e parole"),
    "odp": (lambda: papers.odf("presentation"), "Celle e parole"),
    "csv": (lambda: "Nome;Città\nAda;Forlì\n".encode("cp1252"), "Nome Città Ada Forlì"),
}
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))


def pdf_of(stream):
    """A PDF of one page whose text is this compressed stream."""
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
             b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 9 9]/Resources<<>>>>",
             b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream)]
    body = b"%PDF-1.4\n" + b"".join(
        b"%d 0 obj%s\nendobj\n" % (n, part) for n, part in enumerate(parts, 1))
    return body + b"trailer<</Root 1 0 R/Size 5>>\n%%EOF"


def bomb():
    """A stream of less than a megabyte that unpacks to 400."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b" " * 1_000_000) for _ in range(400)) + packer.flush()


HOSTILE = {
    "a bomb in a package": ("docx", papers.zip_bomb),
    "a billion laughs": ("docx", lambda: papers.docx_of(
        f'<!DOCTYPE w [<!ENTITY a0 "ha">{LAUGHS}]><w><t>&a11;</t></w>')),
    "a file from elsewhere": ("docx", lambda: papers.docx_of(
        '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w><t>&a;</t></w>')),
    "half a million elements in each other": ("docx", lambda: papers.docx_of("<t>" * 500_000)),
    "a bomb in a PDF": ("pdf", lambda: pdf_of(bomb())),
    "pages without end": ("pdf", lambda: b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                          b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>endobj\n"
                          b"trailer<</Root 1 0 R/Size 3>>\n%%EOF"),
    "no document": ("xlsx", lambda: b"PK\x03\x04 and nothing"),
}


@pytest.mark.parametrize("ending", SOUND)
def test_the_words_of_each_kind_are_read(ending):
    make, wanted = SOUND[ending]
    assert wanted in " ".join(words_of(make(), ending).split())


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_document_harms_nobody(what):
    ending, make = HOSTILE[what]
    content, began, before = make(), time.monotonic(), _own_memory()
    try:
        found = words_of(content, ending)
    except NoWords:
        found = ""
    assert time.monotonic() - began < words.PATIENCE
    assert "root:" not in found
    assert len(found.strip()) < 100
    assert _own_memory() - before < 64  # MB


def test_no_more_words_are_read_than_are_searched():
    text = "<w>" + "<p><t>parola </t></p>" * 60_000 + "</w>"
    assert MOST_WORDS * 0.85 < len(words_of(papers.docx_of(text), "docx")) <= MOST_WORDS + 2


def test_what_takes_too_long_is_ended_with_all_it_began(monkeypatch):
    monkeypatch.setattr(words, "PATIENCE", 0.05)
    with pytest.raises(NoWords, match="unreadable"):
        words_of(papers.pdf(), "pdf")
    assert not _children()


def _own_memory():
    with open("/proc/self/statm") as memory:
        return int(memory.read().split()[1]) * 4096 // 1024 // 1024


def _children():
    with open(f"/proc/self/task/{os.getpid()}/children") as children:
        return [c for c in children.read().split() if b"words_within" in _command(c)]


def _command(process):
    with open(f"/proc/{process}/cmdline", "rb") as command:
        return command.read()
