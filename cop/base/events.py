"""What happened, and who wants to know. What it means is said in each feature's `listeners.py`.

`publish` writes one job per listener in the caller's transaction: the change and
the orders it gives are stored together or not at all.
"""
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from cop.base.jobs import enqueue_all, job

_listeners: dict[type, list[str]] = defaultdict(list)
_quiet: ContextVar[bool] = ContextVar("quiet", default=False)

E = TypeVar("E", bound="Event")


class Event:
    """Base of all events: frozen, named in the past tense, carrying ids only."""


def on(event_type: type[E], *, outside: bool = False,
       slow: bool = False) -> Callable[[Callable[[E], Any]], Callable[[E], Any]]:
    """Make a function hear events of this type, later and in its own transaction.

    `outside` is for what touches more than the database, `slow` for what may take long; see
    `jobs.job`.
    """

    def decorate(listener: Callable[[E], Any]) -> Callable[[E], Any]:
        name = f"{listener.__module__}.{listener.__name__}"
        job(name, outside=outside, slow=slow)(lambda **fields: listener(event_type(**fields)))
        _listeners[event_type].append(name)
        return listener

    return decorate


def publish(event: Event) -> None:
    """Order what the listeners do about this event, unless it is told quietly."""
    if _quiet.get():
        return
    enqueue_all(_listeners[type(event)], vars(event))


@contextmanager
def quietly() -> Iterator[None]:
    """Let nobody hear what happens inside: imports tell nobody and index by themselves."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)
