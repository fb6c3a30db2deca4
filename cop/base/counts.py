"""Numbers that are kept beside what they count: are they still right, and made so again.

Which numbers there are is said by the features (`features.py`); who keeps them at each deed is the
feature's service.
"""
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Subquery, func, select, update

from cop.base.db import db


@dataclass(frozen=True)
class Count:
    """`column` of a table holds how many there are; `source` answers rows of (id, how many), none
    where there are none."""

    name: str
    column: Any
    source: Callable[[], Select[Any]]


@dataclass(frozen=True)
class WrongCount:
    """One row whose number is not what is there."""

    name: str
    id: int
    kept: int
    there: int


_counts: dict[str, Count] = {}


def register(count: Count) -> None:
    _counts[count.name] = count


def list_wrong() -> list[WrongCount]:
    """All numbers that are not those of their sources."""
    return [WrongCount(count.name, *row) for count in _counts.values()
            for row in db.session.execute(_wrong(count))]


def recount() -> int:
    """Put them right; how many were wrong. The caller begins to write, and stores."""
    wrong = 0
    for count in _counts.values():
        table = count.column.class_
        for row_id, _kept, there in db.session.execute(_wrong(count)).all():
            db.session.execute(update(table).where(table.id == row_id).values(
                {count.column.key: there}).execution_options(synchronize_session=False))
            wrong += 1
    return wrong


def _wrong(count: Count) -> Select[Any]:
    table, there = count.column.class_, _named(count)
    number = func.coalesce(there.c.number, 0)
    return (select(table.id, count.column, number).outerjoin(there, there.c.id == table.id)
            .where(count.column != number).order_by(table.id))


def _named(count: Count) -> Subquery:
    source = count.source().subquery()
    first, second = source.columns
    return select(first.label("id"), second.label("number")).subquery()
