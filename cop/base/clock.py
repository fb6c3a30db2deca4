"""The only source of time. What is late, due or recent is decided where it matters.

It counts how often it is asked: what was made without asking is as true later.
"""
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from threading import local

_stopped: ContextVar[datetime | None] = ContextVar("stopped", default=None)


class _Thread(local):
    asked = 0


_here = _Thread()


def now() -> datetime:
    """The present moment, always in UTC."""
    _here.asked += 1
    return glance()


def glance() -> datetime:
    """The same for who says nothing that is untrue later. It is not counted."""
    return _stopped.get() or datetime.now(UTC)


def times_asked() -> int:
    """By this thread, so far."""
    return _here.asked


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let everything inside happen at that moment: for tests, and for telling old stories."""
    token = _stopped.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _stopped.reset(token)
