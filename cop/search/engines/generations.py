"""Folders of an index that is built anew beside itself: one of them is current.

A file names the current one; replacing that file is the swap, for every process at once. What lies
in the folders is the engine's to know.
"""
import logging
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

log = logging.getLogger(__name__)

Sight = TypeVar("Sight")


#: Tells two states of a file apart that is always replaced as a whole.
Stamp = tuple[int, int, int]


def stamp_of(file: Path) -> Stamp:
    stat = file.stat()
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


class Generations:
    """The generations in `folder` of an index whose form is `version`; `make` lays an empty index
    into an empty folder."""

    def __init__(self, folder: Path, version: str, *, make: Callable[[Path], None]):
        self.folder = folder
        self.version = version
        self._make_index = make
        self._pointer = folder / f"{version}.current"
        self._read: tuple[Stamp | None, str] = (None, "")

    def current(self) -> str:
        """The name of the one that is searched and written; the first one is begun here."""
        with suppress(FileNotFoundError):
            return self._pointed()
        self.begin()
        return self._pointed()

    def _pointed(self) -> str:
        stamp = stamp_of(self._pointer)
        if self._read[0] != stamp:
            self._read = stamp, self._pointer.read_text()
        return self._read[1]

    def path(self, name: str) -> Path:
        return self.folder / name

    def begin(self) -> None:
        """Begin an empty one where none is; of two processes that do, one wins."""
        name = self._make()
        draft = self._draft(name)
        try:
            os.link(draft, self._pointer)
        except FileExistsError:
            shutil.rmtree(self.path(name), ignore_errors=True)
        finally:
            draft.unlink()

    def look(self, at: Callable[[str], Sight], trouble: tuple[type[Exception], ...]) -> Sight:
        """What there is to see in the current one. One that cannot be read is given up: an empty
        one takes its place, until it is filled."""
        for _ in range(2):
            name = self.current()
            try:
                return at(name)
            except trouble:  # damage, or a swap in between
                self._give_up(name)
        return at(self.current())

    @contextmanager
    def beside(self) -> Iterator[str]:
        """A new one, thrown away again when the block fails. `swap` makes it current."""
        name = self._make()
        try:
            yield name
        except BaseException:
            shutil.rmtree(self.path(name), ignore_errors=True)
            raise

    def swap(self, name: str) -> None:
        """From now on this one is current. Call it while nobody writes the other."""
        self._draft(name).replace(self._pointer)

    def sweep(self) -> None:
        """Throw away all but the current one, those of older versions too."""
        current = self.current()
        for other in self.folder.iterdir():
            if other.is_dir() and other.name != current:
                shutil.rmtree(other, ignore_errors=True)
            elif other.suffix == ".current" and other != self._pointer:
                other.unlink(missing_ok=True)

    def _give_up(self, name: str) -> None:
        if self.current() == name:
            log.exception("the search index cannot be read and is begun anew")
            self._draft(self._make()).replace(self._pointer)

    def _make(self) -> str:
        name = f"{self.version}-{secrets.token_hex(4)}"
        self.path(name).mkdir(parents=True)
        self._make_index(self.path(name))
        return name

    def _draft(self, name: str) -> Path:
        draft = self.folder / f"{name}.draft"
        draft.write_text(name)
        return draft
