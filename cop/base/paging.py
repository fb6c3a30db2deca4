"""Keyset paging: a page begins after the last row of the one before, never at an offset.

What is listed, and in what order, is said by each feature's `queries.py`.
"""
import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, tuple_

from cop.base.db import db

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some rows, and the cursors of those that follow and, where one can turn back, of those
    before them (empty at the end and at the beginning). `beside`: what else was selected."""

    items: Sequence[Item]
    next: str = ""
    previous: str = ""
    beside: Sequence[tuple[Any, ...]] = ()

    def __iter__(self):
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def page(query: Select[Any], *, by: Sequence[ColumnElement[Any]], after: str = "",
         size: int = 20, descending: bool = True) -> Page[Any]:
    """One page of the entities of `query`, ordered by the unique combination `by`.

    `after` is the `next` of the page before; a broken cursor gives the first page.
    """
    values = read_cursor(after, len(by))
    if values and all(map(_could_be, by, values)):
        here = tuple_(*by)
        query = query.where(here < tuple_(*values) if descending else here > tuple_(*values))
    order = [column.desc() if descending else column.asc() for column in by]
    keyed = query.add_columns(*by).order_by(*order).limit(size + 1)
    rows = db.session.execute(keyed).all()
    more = len(rows) > size
    items, beside = [row[0] for row in rows[:size]], [row[1:-len(by)] for row in rows[:size]]
    return Page(items, make_cursor(rows[size - 1][-len(by):]) if more else "", beside=beside)


def make_cursor(values: Sequence[Any]) -> str:
    plain = [["t", v.isoformat()] if isinstance(v, datetime) else ["v", v] for v in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def read_cursor(cursor: str, length: int) -> list[Any]:
    """The values of a cursor, or nothing when somebody made it up."""
    try:
        plain = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        values = [datetime.fromisoformat(v) if kind == "t" else v for kind, v in plain]
    except (ValueError, TypeError, RecursionError, binascii.Error):
        return []
    known = all(isinstance(v, (str, int, float, datetime)) for v in values)
    return values if known and len(values) == length else []


def _could_be(column: ColumnElement[Any], value: Any) -> bool:
    """May a database be asked to compare these two? On most others it would stumble."""
    if type(value) is not column.type.python_type:
        return False
    if isinstance(value, datetime):
        return value.tzinfo is not None and MINYEAR < value.year < MAXYEAR
    if isinstance(value, str):
        return "\0" not in value and value == value.encode(errors="ignore").decode()
    return abs(value) < 2**31
