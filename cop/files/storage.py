"""The bytes of files, in a folder, under the digest of what they are.

Which files there are and who may read them is said in `models.py` and `policy.py`.
"""
import hashlib
import os
import tempfile
from collections.abc import Collection
from pathlib import Path

from cop.base.per_app import PerApp

_folder: PerApp[Path] = PerApp(Path("files"))


def use(folder: Path) -> None:
    """Choose where the bytes lie, once, when the application is put together."""
    _folder.set(folder)


def store(content: bytes) -> str:
    """Keep the bytes and answer with their digest. All of them are there, or none."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    if path.is_file():
        os.utime(path)  # young again: `sweep` leaves it alone
        return digest
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as half:
        half.write(content)
        half.flush()
        os.fsync(half.fileno())
    os.replace(half.name, path)
    return digest


def path_of(digest: str) -> Path:
    return _folder.get() / digest[:2] / digest[2:4] / digest


def sweep(known: Collection[str], *, older_than: float) -> int:
    """Remove bytes that no file knows, written before that moment (seconds since 1970)."""
    swept = 0
    for path in _folder.get().glob("??/??/*"):
        if path.name not in known and path.stat().st_mtime < older_than:
            path.unlink()
            swept += 1
    return swept
