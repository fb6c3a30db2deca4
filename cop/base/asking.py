"""What was asked of the database while something was made, so that it can be asked again: what
comes of the same answers is the same. Who does so: `web/shelf.py`.
"""
import hashlib
import pickle
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from threading import local
from typing import Any

from sqlalchemy import Connection, Engine, event

from cop.base.content_version import read_version
from cop.base.db import db

Question = tuple[str, Any]


class _Thread(local):
    """None: nothing is noted, or something that is no question."""

    questions: list[Question] | None = None


_here = _Thread()


@dataclass(frozen=True)
class Answers:
    """What was asked, in this order, and a sum of each answer."""

    questions: list[Question]
    sums: list[bytes]

    def are_still_given(self) -> bool:
        """Asks until the first that is answered otherwise."""
        return all(_sum(*asked) == known
                   for asked, known in zip(self.questions, self.sums, strict=True))

    def __reduce__(self) -> tuple[Any, ...]:
        """For other processes: packed, as texts of statements are long and say much twice."""
        return _unpacked, (zlib.compress(pickle.dumps((self.questions, self.sums)), 1),)


def _unpacked(packed: bytes) -> Answers:
    questions, sums = pickle.loads(zlib.decompress(packed))  # noqa: S301 (our own memory)
    return Answers([(_once(statement), values) for statement, values in questions], sums)


def begin() -> None:
    """Note what this thread asks from now on."""
    _here.questions = []


def end() -> list[Question]:
    """What was noted. No more is."""
    questions, _here.questions = _here.questions, None
    return questions or []


@contextmanager
def apart() -> Iterator[None]:
    """What is asked inside is not noted: nothing that is kept depends on it."""
    before, _here.questions = _here.questions, None
    try:
        yield
    finally:
        _here.questions = before


def answers_to(questions: list[Question], version: int) -> Answers | None:
    """The answers while the content is of this version; None where it is not any more: what was
    made of them may be older than they are."""
    sums = [_sum(*each) for each in questions]
    return Answers(questions, sums) if questions and read_version() == version else None


def _sum(statement: str, values: Any) -> bytes:
    """Past SQLAlchemy, which would take most of the time."""
    cursor = db.session.connection().connection.cursor()
    try:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    finally:
        cursor.close()
    return hashlib.blake2b(repr(rows).encode(), digest_size=16).digest()


@event.listens_for(Engine, "before_cursor_execute")
def _note(_connection: Connection, _cursor: Any, statement: str, values: Any, _context: Any,
          _many: bool) -> None:
    if _here.questions is not None:
        if statement.startswith("SELECT"):
            _here.questions.append((_once(statement), values))
        else:  # who knows what came of it: this is not asked again
            _here.questions = None


@lru_cache(2_000)
def _once(statement: str) -> str:
    """The same text for all who ask it: SQLAlchemy writes anew each time how many are looked for,
    and hundreds of pages remember what they were made of."""
    return statement
