"""What was asked of the database while something was made, and a sum of each answer, so that it can
be asked again: what comes of the same answers is the same. Who does so: `web/cached_pages.py`.
"""
import hashlib
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import local
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy as Fetched

from cop.base.db import db
from cop.base.packing import pack, unpack

#: A statement, the values for it and a sum of its answer.
Asked = tuple[str, Any, bytes]


@dataclass(frozen=True)
class Answers:
    """What was asked, in this order, and a sum of each answer; packed, as texts of statements are
    long and say much twice."""

    packed: bytes

    @classmethod
    def to(cls, asked: list[Asked]) -> "Answers":
        return cls(pack(pickle.dumps(asked)))

    def are_still_given(self) -> bool:
        """Asks until the first that is answered otherwise."""
        return all(_given(statement, values) == known for statement, values, known in self.asked())

    def asked(self) -> list[Asked]:
        return pickle.loads(unpack(self.packed))  # noqa: S301 (our own memory)


class _Thread(local):
    """None: nothing is noted, or something that is no question."""

    asked: list[Asked] | None = None


_here = _Thread()


def begin() -> None:
    """Note what this thread asks from now on."""
    _here.asked = []


def end() -> Answers | None:
    """What was noted, if anything was asked. No more is."""
    asked, _here.asked = _here.asked, None
    return Answers.to(asked) if asked else None


@contextmanager
def apart() -> Iterator[None]:
    """What is asked inside is not noted: nothing that is kept depends on it."""
    before, _here.asked = _here.asked, None
    try:
        yield
    finally:
        _here.asked = before


@event.listens_for(Engine, "after_cursor_execute")
def _note(_connection: Connection, cursor: Any, statement: str, values: Any, context: Any,
          _many: bool) -> None:
    """The rows are taken here, and handed on to whoever asked."""
    if _here.asked is None:
        return
    if not statement.startswith("SELECT"):  # who knows what came of it: this is not asked again
        _here.asked = None
        return
    rows = cursor.fetchall()
    context.cursor_fetch_strategy = Fetched(cursor, initial_buffer=rows)
    _here.asked.append((statement, values, _sum(rows)))


def _given(statement: str, values: Any) -> bytes:
    """The sum of what is answered now: past SQLAlchemy, which would take most of the time."""
    cursor = db.session.connection().connection.cursor()
    try:
        cursor.execute(statement, values)
        return _sum(cursor.fetchall())
    finally:
        cursor.close()


def _sum(rows: Any) -> bytes:
    return hashlib.blake2b(repr(rows).encode(), digest_size=16).digest()
