"""What was asked of the database while something was made, and a sum of each answer, so that it can
be asked again: what comes of the same answers is the same. Who does so: `web/cached_pages.py`.
"""
import hashlib
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from threading import local
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy as Fetched

from cop.base.db import db
from cop.base.packing import pack, unpack

Question = tuple[str, Any]


@dataclass(frozen=True)
class Answers:
    """What was asked, in this order, and a sum of each answer."""

    questions: list[Question]
    sums: list[bytes]

    def are_still_given(self) -> bool:
        """Asks until the first that is answered otherwise."""
        return all(_given(*asked) == known
                   for asked, known in zip(self.questions, self.sums, strict=True))

    def __reduce__(self) -> tuple[Any, ...]:
        """For other processes: packed, as texts of statements are long and say much twice."""
        return _unpacked, (pack(pickle.dumps((self.questions, self.sums))),)


class _Thread(local):
    """None: nothing is noted, or something that is no question."""

    answers: Answers | None = None


_here = _Thread()


def _unpacked(packed: bytes) -> Answers:
    questions, sums = pickle.loads(unpack(packed))  # noqa: S301 (our own memory)
    return Answers([(_once(statement), values) for statement, values in questions], sums)


def begin() -> None:
    """Note what this thread asks from now on."""
    _here.answers = Answers([], [])


def end() -> Answers | None:
    """What was noted, if anything was asked. No more is."""
    answers, _here.answers = _here.answers, None
    return answers if answers and answers.questions else None


@contextmanager
def apart() -> Iterator[None]:
    """What is asked inside is not noted: nothing that is kept depends on it."""
    before, _here.answers = _here.answers, None
    try:
        yield
    finally:
        _here.answers = before


@event.listens_for(Engine, "after_cursor_execute")
def _note(_connection: Connection, cursor: Any, statement: str, values: Any, context: Any,
          _many: bool) -> None:
    """The rows are taken here, and handed on to whoever asked."""
    if _here.answers is None:
        return
    if not statement.startswith("SELECT"):  # who knows what came of it: this is not asked again
        _here.answers = None
        return
    rows = cursor.fetchall()
    context.cursor_fetch_strategy = Fetched(cursor, initial_buffer=rows)
    _here.answers.questions.append((_once(statement), values))
    _here.answers.sums.append(_sum(rows))


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


@lru_cache(2_000)
def _once(statement: str) -> str:
    """The same text for all who ask it: SQLAlchemy writes anew each time how many are looked for,
    and hundreds of pages remember what they were made of."""
    return statement
