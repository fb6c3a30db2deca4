"""Bombs, chimeras and drawings that run: refused with a sentence, in little memory."""
import subprocess
import sys

import pytest

from cop.base.errors import Invalid
from cop.files.inspecting import inspect
from cop.files.names import safe_name
from tests import papers

#: What looking at such a file may take beyond what the program itself has, in MB.
MOST_MEMORY = 250
SCRIPT = b"<script>alert(1)</script>"


def gif_that_is_a_script():
    return b"GIF89a/*" + b"\x00" * 20 + b"*/=1;alert(1)//"


def jpeg_with_php():
    return papers.picture("JPEG") + b"<?php system($_GET['c']); ?>"


def picture_that_is_an_archive():
    return papers.picture("PNG") + papers.zip_bomb(1_000_000)


CHIMERAS = {
    "picture.gif": gif_that_is_a_script(), "drawing.svg": b"<svg onload='alert(1)'/>",
    "drawing.png": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT,
    "page.html": b"<!doctype html>" + SCRIPT, "page.csv": b"<html>;x\n" + SCRIPT + b";y\n",
    "page.pdf": b"%PDF-1.4 " + SCRIPT, "archive.pdf": papers.pdf() + papers.zip_bomb(1_000_000),
    "plain.zip": papers.package({"a.txt": b"a"}), "program.exe": b"MZ\0\0", "empty.pdf": b"",
    "book.epub": papers.package({"mimetype": b"application/epub+zip", "a.html": SCRIPT}),
    "away.docx": papers.package({"../../evil": b"x", "[Content_Types].xml": b"<x/>"}),
}


def opened(kind, part):
    """A package of open formats that says it unpacks to two gigabytes."""
    return papers.says_it_unpacks_to(2**31, papers.package({
        "mimetype": kind.encode(), part: b"\0" * 20_000_000}))


BOMBS = {
    "huge.png": papers.png_bomb,
    "bomb.docx": lambda: papers.says_it_unpacks_to(2**31, papers.zip_bomb(50_000_000)),
    "bomb.odt": lambda: opened("application/vnd.oasis.opendocument.text", "content.xml"),
    "bomb.ods": lambda: opened("application/vnd.oasis.opendocument.spreadsheet", "content.xml"),
    "bomb.epub": lambda: opened("application/epub+zip", "book.xhtml")}


@pytest.mark.parametrize("name", CHIMERAS)
@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_what_is_none_of_our_kinds_is_refused_with_a_sentence(name):
    with pytest.raises(Invalid) as refused:
        inspect(name, CHIMERAS[name])
    assert len(str(refused.value)) > 15


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.parametrize("make", [jpeg_with_php, picture_that_is_an_archive])
def test_what_hides_behind_a_picture_does_not_come_along(make):
    kept = inspect("photo.jpg", make()).content
    assert b"<?php" not in kept and b"PK\x03\x04" not in kept


def test_bombs_are_refused_in_little_memory(tmp_path):
    for name, make in BOMBS.items():
        (tmp_path / name).write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", LOOK, *(str(tmp_path / name) for name in BOMBS)],
        capture_output=True, text=True, timeout=300)
    *said, more = done.stdout.split()
    assert done.returncode == 0 and said == ["Invalid"] * len(BOMBS), done.stdout + done.stderr
    assert int(more) < MOST_MEMORY


#: In a process of its own, whose greatest size is its own.
LOOK = """
import resource, sys
from flask import Flask
from flask_babel import Babel
from cop.files.inspecting import inspect
def size(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
app = Flask("look"); Babel(app)
before = size()
with app.test_request_context():
    for name in sys.argv[1:]:
        try: inspect(name, open(name, "rb").read()); print("taken")
        except Exception as error: print(type(error).__name__)
print(size() - before)
"""


def test_no_name_of_a_file_leads_anywhere(lists):
    for given in [*lists["bad-filenames"], *lists["traversal-core"], *lists["crlf"],
                  *lists["blns"], *lists["xss"]]:
        name = safe_name(given.encode("utf-8", "replace").decode())
        assert name and not set(name) & set('/\\\0\r\n"'), (given, name)
        assert name not in (".", "..")
        assert len(name) <= 140
