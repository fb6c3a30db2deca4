"""Bytes under their digest."""
import hashlib
import os

import pytest

from cop.files import storage


@pytest.fixture
def folder(app, tmp_path):
    before = storage._folder.get()
    storage.use(tmp_path)
    yield tmp_path
    storage.use(before)


def test_bytes_lie_under_their_digest_and_come_back(folder):
    digest = storage.store("città".encode())

    assert digest == hashlib.sha256("città".encode()).hexdigest()
    assert storage.path_of(digest) == folder / digest[:2] / digest[2:4] / digest
    assert storage.path_of(digest).read_text(encoding="utf-8") == "città"


def test_the_same_bytes_are_kept_once_and_no_half_file_stays(folder):
    assert storage.store(b"same") == storage.store(b"same")
    assert len([p for p in folder.glob("**/*") if p.is_file()]) == 1


def test_a_sweep_takes_only_old_bytes_that_no_file_knows(folder):
    old, known, young = (storage.store(words) for words in (b"old", b"known", b"young"))
    for digest in (old, known):
        os.utime(storage.path_of(digest), (1000, 1000))

    assert storage.sweep({known}, older_than=5000) == 1

    assert not storage.path_of(old).exists()
    assert storage.path_of(known).exists()
    assert storage.path_of(young).exists()


def test_bytes_stored_again_are_young_again(folder):
    digest = storage.store(b"again")
    os.utime(storage.path_of(digest), (1000, 1000))
    storage.store(b"again")

    assert storage.sweep(set(), older_than=5000) == 0
