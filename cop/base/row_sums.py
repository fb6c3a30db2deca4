"""What a table holds, as a number of rows and a sum that is the same on every database.

Used where rows go from one database to another (`moving.py`).
"""
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, select, tuple_

BATCH = 1000
MOST = 2**256

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Sum:
    """Of all rows, in whatever order they were read."""

    rows: int = 0
    digest: int = 0

    def __add__(self, row: "Sum") -> "Sum":
        return Sum(self.rows + row.rows, (self.digest + row.digest) % MOST)

    def __str__(self) -> str:
        """As people see it: the beginning of the sum."""
        return f"{self.rows} rows, sum {self.digest:064x}"[:-48]


def sum_of(connection: Connection, table: Table) -> Sum:
    total = Sum()
    for rows in read_batches(connection, table):
        for row in rows:
            total += Sum(1, _digest(row))
    return total


def read_batches(connection: Connection, table: Table,
                 after: tuple[Any, ...] | None = None) -> Iterator[list[Row]]:
    """All rows in the order of their key, those after this one; few at a time."""
    key = tuple_(*table.primary_key)
    while True:
        query = select(table).order_by(*table.primary_key).limit(BATCH)
        rows = connection.execute(
            query if after is None else query.where(key > after)).mappings().all()
        if rows:
            yield [dict(row) for row in rows]
            after = key_of(table, rows[-1])
        if len(rows) < BATCH:
            return


def key_of(table: Table, row: Row) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key)


def _digest(row: Row) -> int:
    """Values as every database gives them back: moments in UTC, JSON in one order."""
    said = json.dumps([[name, row[name]] for name in sorted(row)], default=_plain,
                      ensure_ascii=False, sort_keys=True)
    return int.from_bytes(sha256(said.encode("utf-8", "surrogatepass")).digest())


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"no canonical form for {type(value).__name__}")
