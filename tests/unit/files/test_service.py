"""Keeping and removing files."""
import os
from pathlib import Path

import pytest

from cop.base.db import db
from cop.files import storage
from cop.files.listeners import sweep_storage
from cop.files.models import File
from cop.files.names import LONGEST_NAME, safe_name
from cop.files.service import files as service


def test_a_file_knows_its_size_and_its_bytes(make):
    ada = make.person()
    file = service.keep_file(ada, name="piano.txt", media_type="text/plain", content=b"uno due")

    assert (file.uploader_id, file.name, file.size) == (ada.id, "piano.txt", 7)
    assert storage.source(file.digest).read_bytes() == b"uno due"


@pytest.mark.parametrize("given, kept", [
    ("piano.txt", "piano.txt"),
    ("../../etc/passwd", "passwd"),
    ("C:\\Windows\\win.ini", "win.ini"),
    ("a\x00b\nc.txt", "ab-c.txt"),
    ('x<y>:"|?*.csv', "x-y------.csv"),
    ("", "file"),
    ("...", "file"),
    (".htaccess", "htaccess"),
    ("perché.txt", "perché.txt"),
    ("x" * 300 + ".txt", "x" * 116 + ".txt"),
])
def test_names_are_ones_that_any_system_can_save(app, given, kept):
    assert safe_name(given) == kept


def test_hostile_names_become_harmless(app, shared_data):
    names = (shared_data / "attacks" / "bad-filenames.txt").read_text(errors="replace").split("\n")
    for name in names:
        safe = safe_name(name)
        assert safe == Path(safe).name
        assert 0 < len(safe) <= LONGEST_NAME
        assert not set(safe) & set('/\\\0<>:"|?*\n\r\t')


def test_the_bytes_of_a_removed_file_are_swept_unless_another_has_them(make):
    ada = make.person()
    first, second, third = (
        service.keep_file(ada, name=f"{n}.txt", media_type="text/plain", content=content)
        for n, content in enumerate([b"shared", b"shared", b"lonely"]))
    for file in (first, third):
        os.utime(storage.source(file.digest), (1000, 1000))
        service.remove_file(file)
    db.session.flush()

    sweep_storage()

    assert db.session.query(File).one() == second
    assert storage.source(second.digest).read_bytes() == b"shared"
    assert not storage.source(third.digest).exists()
