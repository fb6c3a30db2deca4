"""Bytes in a folder. What the keys mean is said in `__init__.py`."""
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


class Disk:
    """A folder on this machine, or one that all machines share."""

    def __init__(self, folder: Path):
        self.folder = folder

    def put(self, key: str, content: bytes) -> None:
        """Written beside its place, forced to the disk, then put there under its name: a full
        disk or a fallen machine leaves no half file."""
        path = self.folder / key
        if path.is_file() and path.stat().st_size == len(content):
            os.utime(path)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, half = tempfile.mkstemp(dir=path.parent, prefix=".half-")
        try:
            with open(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(handle)
            os.replace(half, path)
        except BaseException:
            Path(half).unlink(missing_ok=True)
            raise
        _sync(path.parent)

    def get(self, key: str) -> bytes:
        return (self.folder / key).read_bytes()

    def source(self, key: str) -> Path:
        return (self.folder / key).absolute()

    def remove(self, key: str) -> None:
        path = self.folder / key
        path.unlink(missing_ok=True)
        with suppress(OSError):  # it holds more
            path.parent.rmdir()

    def put_at(self, key: str) -> float | None:
        with suppress(FileNotFoundError):
            return (self.folder / key).stat().st_mtime
        return None

    def list_all(self, prefix: str = "") -> Iterator[tuple[str, float]]:
        for path in (self.folder / prefix).rglob("*"):
            with suppress(FileNotFoundError):  # removed meanwhile
                if path.is_file():
                    yield path.relative_to(self.folder).as_posix(), path.stat().st_mtime


def _sync(folder: Path) -> None:
    """Force the name to the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
