"""Bytes under their digest."""
import hashlib
import os
import resource
import time
import urllib.request
from pathlib import Path

import moto.server as moto
import pytest

from cop.files import storage


@pytest.fixture
def folder(app, tmp_path):
    before = storage._place.get()
    storage.use("", tmp_path)
    yield tmp_path
    storage._place.set(before)


def test_bytes_lie_under_their_digest_and_come_back(folder):
    digest = storage.store("città".encode())

    assert digest == hashlib.sha256("città".encode()).hexdigest()
    assert storage.source(digest) == folder / digest[:2] / digest[2:4] / digest
    assert storage.source(digest).read_text(encoding="utf-8") == "città"


def test_the_same_bytes_are_kept_once_and_no_half_file_stays(folder):
    assert storage.store(b"same") == storage.store(b"same")
    assert len([p for p in folder.glob("**/*") if p.is_file()]) == 1


def test_a_sweep_takes_only_old_bytes_that_no_file_knows(folder):
    old, known, young = (storage.store(words) for words in (b"old", b"known", b"young"))
    for digest in (old, known):
        os.utime(storage.source(digest), (1000, 1000))

    assert storage.sweep({known}, older_than=5000) == 1

    assert not storage.source(old).exists()
    assert storage.source(known).exists()
    assert storage.source(young).exists()


def test_bytes_stored_again_are_young_again(folder):
    digest = storage.store(b"again")
    os.utime(storage.source(digest), (1000, 1000))
    storage.store(b"again")

    assert storage.sweep(set(), older_than=5000) == 0


def test_a_full_disk_leaves_no_half_file(folder):
    """The process may write files of 1 kB at most for a moment: the second half does not fit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(OSError):
            storage.store(b"x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert not [path for path in folder.rglob("*") if path.is_file()]
    assert storage.read(storage.store(b"x" * 5000)) == b"x" * 5000


@pytest.fixture(scope="module")
def bucket():
    """The address of a bucket on a server that speaks S3."""
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    urllib.request.urlopen(urllib.request.Request(f"http://{host}:{port}/cop", method="PUT"))
    yield f"s3://cop/files?endpoint=http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["disk", "bucket"])
def place(app, request, tmp_path, monkeypatch):
    """Each of the two kinds of storage, empty."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    before = storage._place.get()
    url = f"file://{tmp_path}" if request.param == "disk" else request.getfixturevalue("bucket")
    storage.use(url, tmp_path)
    yield
    storage.sweep((), older_than=time.time() + 60)
    storage._place.set(before)


def test_every_storage_keeps_and_forgets(place):
    digest = storage.store("città".encode())

    assert storage.read(digest) == "città".encode()
    source = storage.source(digest)
    assert (source.read_bytes() if isinstance(source, Path) else source.read()) == b"citt\xc3\xa0"
    storage.remove(digest, older_than=time.time() - 60)
    assert storage.read(digest)  # too young
    storage.remove(digest, older_than=time.time() + 60)
    storage.remove(digest, older_than=time.time() + 60)  # twice is no error
    with pytest.raises(FileNotFoundError):
        storage.read(digest)


def test_every_storage_keeps_parts_in_their_order(place):
    storage.store_part(7, 2, b"c")
    storage.store_part(7, 0, b"ab")
    storage.store_part(70, 0, b"other")

    assert storage.read_parts(7, 3) == b"abc"
    with pytest.raises(FileNotFoundError):
        storage.read_parts(7, 4)
    storage.remove_parts(7)
    assert storage.read_parts(70, 5) == b"other"
    with pytest.raises(FileNotFoundError):
        storage.read_parts(7, 3)


def test_every_storage_is_swept(place):
    known, lost = storage.store(b"known"), storage.store(b"lost")

    assert storage.sweep({known}, older_than=time.time() + 60) == 1

    assert storage.read(known)
    with pytest.raises(FileNotFoundError):
        storage.read(lost)
