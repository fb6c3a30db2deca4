"""The bytes of files, under the digest of what they are; and parts of what is still arriving.

Where they lie is chosen by `COP_STORAGE_URL`: a folder (`disk.py`) or a bucket (`bucket.py`).
Which files there are and who may read them is said in `models.py` and `policy.py`.
"""
import hashlib
import re
import secrets
from collections.abc import Collection, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from cop.base.per_app import PerApp
from cop.files.storage.bucket import Bucket
from cop.files.storage.disk import Disk

#: Where the parts of files lie that have not arrived as a whole.
PARTS = "parts"
#: And what was put together for one person to fetch, for a while.
EXPORTS = "exports"
PART = re.compile(PARTS + r"/(\d+)/(\d+)")
DIGEST = re.compile(r"[0-9a-f]{64}")


class Place(Protocol):
    """Keeps bytes under keys such as ab/cd/abcd… All of them are there, or none."""

    def put(self, key: str, content: bytes) -> None:
        """Keep it. What is there already becomes young again."""

    def get(self, key: str) -> bytes:
        """FileNotFoundError where nothing is."""

    def source(self, key: str) -> Path | BytesIO:
        """The same for sending: a path where there is one."""

    def remove(self, key: str) -> None:
        """Nothing there is no error."""

    def put_at(self, key: str) -> float | None:
        """When it was put, in seconds since 1970."""

    def list_all(self, prefix: str = "") -> Iterable[tuple[str, float]]:
        """(key, when it was put) of all in this folder and below."""


_place: PerApp[Place] = PerApp(Disk(Path("files")))


def use(url: str, default: Path) -> None:
    """Choose where the bytes lie, once, when the application is put together.

    `file:///srv/cop`, `s3://bucket?endpoint=https://…`; empty: the default folder.
    """
    parts = urlsplit(url)
    _place.set(Bucket(url) if parts.scheme == "s3" else Disk(
        Path(unquote(parts.path)) if url else default))


def store(content: bytes) -> str:
    """Keep the bytes and answer with their digest."""
    digest = hashlib.sha256(content).hexdigest()
    _place.get().put(_key(digest), content)
    return digest


def read(digest: str) -> bytes:
    return _place.get().get(_key(digest))


def source(digest: str) -> Path | BytesIO:
    """The bytes as a web server sends them."""
    return _place.get().source(_key(digest))


def is_kept(digest: str) -> bool:
    return _place.get().put_at(_key(digest)) is not None


def folder() -> Path | None:
    """Where they lie, if it is a folder."""
    return getattr(_place.get(), "folder", None)


def remove(digest: str, *, older_than: float) -> None:
    """Remove bytes, unless they were stored (again) after that moment (seconds since 1970)."""
    put_at = _place.get().put_at(_key(digest))
    if put_at is not None and put_at < older_than:
        _place.get().remove(_key(digest))


def sweep(known: Collection[str], *, older_than: float) -> int:
    """Remove bytes that no file knows, and parts of files that never came, put there before
    that moment (seconds since 1970)."""
    swept = 0
    for key, put_at in list(_place.get().list_all()):
        if put_at < older_than and key.rpartition("/")[2] not in known and not _is_export(key):
            _place.get().remove(key)
            swept += 1
    return swept


def try_to_write() -> None:
    """Put something there, read it and take it away. OSError, or what the bucket raises."""
    key = f"{PARTS}/0/{secrets.token_hex(8)}"
    _place.get().put(key, b"cop")
    try:
        if _place.get().get(key) != b"cop":
            raise OSError("what was read is not what was written")
    finally:
        _place.get().remove(key)


def list_digests() -> list[str]:
    """Of all bytes that lie here, those that no file knows too."""
    return sorted(key.rpartition("/")[2] for key, _put_at in _place.get().list_all()
                  if DIGEST.fullmatch(key.rpartition("/")[2]))


def list_parts() -> list[tuple[int, int]]:
    """(upload, offset) of all that is still arriving."""
    keys = (PART.fullmatch(key) for key, _put_at in _place.get().list_all(PARTS))
    return sorted((int(found[1]), int(found[2])) for found in keys if found)


def read_part(upload: int, offset: int) -> bytes:
    """FileNotFoundError where it is not, or not any more."""
    return _place.get().get(f"{PARTS}/{upload}/{offset:010}")


def store_part(upload: int, offset: int, content: bytes) -> None:
    """Keep a part of something that is arriving. The same place twice: the second one counts."""
    _place.get().put(f"{PARTS}/{upload}/{offset:010}", content)


def read_parts(upload: int, size: int) -> bytes:
    """All that arrived, in order. FileNotFoundError where a part is missing."""
    return b"".join(_parts(upload, size))


def _parts(upload: int, size: int) -> Iterator[bytes]:
    offset = 0
    while offset < size:
        part = read_part(upload, offset)
        yield part
        offset += len(part)


def remove_parts(upload: int) -> None:
    for key, _put_at in list(_place.get().list_all(f"{PARTS}/{upload}")):
        _place.get().remove(key)


def store_export(name: str, content: bytes) -> None:
    _place.get().put(f"{EXPORTS}/{name}", content)


def source_of_export(name: str) -> Path | BytesIO:
    """FileNotFoundError where it is not, or not any more."""
    return _place.get().source(f"{EXPORTS}/{name}")


def list_exports() -> list[str]:
    return [key.rpartition("/")[2] for key, _put_at in _place.get().list_all(EXPORTS)]


def remove_export(name: str) -> None:
    _place.get().remove(f"{EXPORTS}/{name}")


def _is_export(key: str) -> bool:
    return key.startswith(f"{EXPORTS}/")


def _key(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"
