"""Can this installation serve? What is wrong with it otherwise, in a sentence, part by part."""
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from cop.base import steps
from cop.base.db import db
from cop.base.outages import OldSchema
from cop.files import storage
from cop.files.queries import find_newest_digest
from cop.search.service import index

#: With less than this left on a disk, no more is to be written there; bytes.
LEAST_ROOM = 20 * 1024 * 1024


@dataclass(frozen=True)
class Part:
    """One of what it takes. `stops`: with this problem, no requests should come to this host."""

    name: str
    problem: str = ""
    stops: bool = True


def look_around(migrations: Path) -> Iterator[Part]:
    """All parts. What comes after the database is left out where that cannot be reached."""
    try:
        is_old = steps.is_old(migrations)
    except SQLAlchemyError:
        yield Part("database", "The database cannot be reached.")
        return
    yield Part("database", _room_problem(_folder_of_database()))
    yield Part("schema", str(OldSchema()) if is_old else "")
    yield _look_at_index(is_old=bool(is_old))
    if not is_old:
        yield _look_at_files()


def _look_at_index(*, is_old: bool) -> Part:
    """One that was lost is filled by a worker; meanwhile all else can be done."""
    problem = _room_problem(index.folder() if index.engine().serves_one_host else None)
    if problem or is_old or not index.is_lost():
        return Part("index", problem)
    return Part("index", "It is not whole: a worker fills it.", stops=False)


def _look_at_files() -> Part:
    """The newest file has to lie where this host looks for it. A bucket that does not answer is
    missed by all hosts alike: who is sent elsewhere misses it there, too."""
    newest = find_newest_digest()
    try:
        is_there = not newest or storage.is_kept(newest)
    except OSError:
        return Part("files", "The files cannot be reached.", stops=False)
    if not is_there:
        return Part("files", "The newest file is not where this host looks for it: all hosts need "
                             "the same COP_STORAGE_URL, or a folder that they share.")
    return Part("files", _room_problem(storage.folder()))


def _folder_of_database() -> Path | None:
    """Where SQLite keeps it."""
    file = db.engine.url.database if db.engine.dialect.name == "sqlite" else None
    return Path(file).parent if file else None


def _room_problem(folder: Path | None) -> str:
    """Of a folder on this host, which may not have been made yet."""
    if folder is None:
        return ""
    while not folder.exists():
        folder = folder.parent
    if not os.access(folder, os.W_OK):
        return f"{folder} cannot be written."
    if shutil.disk_usage(folder).free < LEAST_ROOM:
        return f"The disk of {folder} is full."
    return ""
