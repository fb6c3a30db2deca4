"""What the community knows of a person, feature by feature: given out, and forgotten.

Each feature says it in its `personal_data.py`; `create_app` registers them in the order of the
packages. Whose right it is to ask stands in `people/`.
"""
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, Protocol

from sqlalchemy import Column, Table, delete, select

from cop.base.db import db


class Feature(Protocol):
    """A module `personal_data.py`. `COLUMNS` are the columns, as «cases.author_id», that point to
    persons and that it answers for."""

    COLUMNS: Collection[str]

    @staticmethod
    def export_of(person: Any) -> Mapping[str, Any]:
        """Everything there is, as JSON takes it, under the names of the pages."""

    @staticmethod
    def erase(person: Any, *, keep_works: bool) -> None:
        """Forget them. What they wrote for others stays without their name, or goes, too."""


_features: dict[str, Feature] = {}


def register(name: str, feature: Feature) -> None:
    _features[name] = feature


def export_all(person: Any) -> dict[str, Mapping[str, Any]]:
    return {name: feature.export_of(person) for name, feature in _features.items()}


def erase_all(person: Any, *, keep_works: bool) -> None:
    """The highest feature first: who somebody was is forgotten last."""
    for feature in reversed(_features.values()):
        feature.erase(person, keep_works=keep_works)
        db.session.flush()


def covered() -> set[str]:
    """The columns that some feature answers for."""
    return {column for feature in _features.values() for column in feature.COLUMNS}


def rows_of(columns: Collection[str], person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Whole rows that are somebody's own, by table: where these columns hold their number."""
    found = {}
    for table, column in _tables(columns):
        rows = db.session.execute(select(table).where(column == person_id)).mappings()
        found[table.name] = [{name: _plain(value) for name, value in row.items()} for row in rows]
    return found


def delete_rows(columns: Collection[str], person_id: int) -> None:
    """Delete them: for what is nobody else's business."""
    for table, column in _tables(columns):
        db.session.execute(delete(table).where(column == person_id))
    db.session.expire_all()


def _tables(columns: Collection[str]) -> Iterator[tuple[Table, Column[int]]]:
    for named in columns:
        table = db.metadata.tables[named.partition(".")[0]]
        yield table, table.columns[named.partition(".")[2]]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
