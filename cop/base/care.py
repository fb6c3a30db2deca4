"""What people look after, kind by kind: what somebody holds, what nobody looks after any more, and
how a successor is named.

Each feature says it in its `care.py`; `create_app` registers them. Authors stay authors: what is
handed over is the care.
"""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, true

from cop.base.errors import NotFound
from cop.base.verdict import Verdict

#: So many of each kind are listed at once, the oldest first.
MOST = 100


@dataclass(frozen=True, kw_only=True)
class Held:
    """A thing in somebody's care, or in nobody's. `address` is where it is seen; `regions` and
    `space_id` say whose business it is that nobody looks after it."""

    kind: str
    id: int
    title: str
    language: str
    address: str
    regions: tuple[str, ...] = ()
    space_id: int | None = None

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.id}"


class Care(Protocol):
    """A module `care.py`. `NAME` is what one such thing is called. With a
    `thing_id` the lists tell of this thing alone."""

    NAME: Any

    @staticmethod
    def held_by(person: Any, thing_id: int | None = None) -> Iterable[Held]:
        """What they alone look after, so that it would be nobody's without them."""

    @staticmethod
    def left_alone(thing_id: int | None = None) -> Iterable[Held]:
        """What nobody with an open account looks after, `MOST` at once."""

    @staticmethod
    def may_take(successor: Any, thing_id: int) -> Verdict:
        """Could they look after it? Raises NotFound where there is no such thing."""

    @staticmethod
    def name_successor(actor: Any, thing_id: int, successor: Any) -> None:
        """Let somebody look after it. Raises Invalid or Forbidden with a reason. `actor` is None
        where who looked after it asked them and they said yes."""


_cares: dict[str, Care] = {}


def is_this(column: Any, thing_id: int | None) -> ColumnElement[bool]:
    """A condition of those lists: the one that is asked for, or any."""
    return true() if thing_id is None else column == thing_id


def register(kind: str, care: Care) -> None:
    _cares[kind] = care


def names() -> Mapping[str, Any]:
    return {kind: care.NAME for kind, care in _cares.items()}


def list_held(person: Any) -> list[Held]:
    return [held for care in _cares.values() for held in care.held_by(person)]


def list_left_alone() -> list[Held]:
    return [held for care in _cares.values() for held in care.left_alone()]


def may_take(successor: Any, kind: str, thing_id: int) -> Verdict:
    return _care(kind).may_take(successor, thing_id)


def is_given_up(kind: str, thing_id: int, holder: Any) -> bool:
    """Is it still theirs to hand over, or nobody's by now?"""
    care = _care(kind)
    return any(care.held_by(holder, thing_id)) or any(care.left_alone(thing_id))


def name_successor(actor: Any, kind: str, thing_id: int, successor: Any) -> None:
    _care(kind).name_successor(actor, thing_id, successor)


def _care(kind: str) -> Care:
    if kind not in _cares:
        raise NotFound
    return _cares[kind]
