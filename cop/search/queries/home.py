"""Reads about the index as a whole: its home, what waits for it, what it was not told of yet."""
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from cop.base.clock import now
from cop.base.db import db
from cop.base.jobs import Job
from cop.search.models.home import IndexChange, IndexHome

#: The jobs that tell the index something begin with this; see `listeners.py`.
INDEXING = "cop.search.listeners.index_"


@dataclass(frozen=True)
class Waiting:
    """How many orders wait to be told to the index, since when the oldest does, in seconds, and
    how many were given up."""

    count: int
    seconds: int
    parked: int


def find_home() -> IndexHome | None:
    """Who keeps the index of this database; the row stays ours until the transaction ends."""
    return db.session.get(IndexHome, IndexHome.ONLY, with_for_update=True)


def find_home_as_it_is() -> IndexHome | None:
    """The same for who only looks."""
    return db.session.get(IndexHome, IndexHome.ONLY)


def is_rebuilding() -> bool:
    """Is the index built anew just now?"""
    rebuild = db.session.scalar(select(IndexHome.rebuild).where(IndexHome.id == IndexHome.ONLY))
    db.session.rollback()
    return bool(rebuild)


def read_waiting() -> Waiting:
    ours = Job.name.startswith(INDEXING, autoescape=True)
    query = select(func.count(Job.id), func.min(Job.created_at)).where(ours)
    count, since = db.session.execute(query.where(Job.parked_at.is_(None))).one()
    parked = db.session.scalar(
        select(func.count(Job.id)).where(ours, Job.parked_at.is_not(None))) or 0
    return Waiting(count, round((now() - since).total_seconds()) if since else 0, parked)


def is_ordered(job: str) -> bool:
    """Does a job of this name wait, or is it being done?"""
    query = select(Job.id).where(Job.name == job, Job.parked_at.is_(None)).limit(1)
    return db.session.scalar(query) is not None


def count_changes() -> int:
    return db.session.scalar(select(func.count(IndexChange.id))) or 0


def read_changes() -> tuple[int, dict[str, list[int]]]:
    """What was indexed while the index was built anew: the last of these notes, and the things."""
    last, things = 0, {}
    for change in db.session.scalars(select(IndexChange).order_by(IndexChange.id)):
        last = change.id
        things.setdefault(change.kind, {}).update(dict.fromkeys(change.ids))
    return last, {kind: list(ids) for kind, ids in things.items()}


def forget_changes(up_to: int | None = None) -> None:
    wanted: Iterable[object] = () if up_to is None else (IndexChange.id <= up_to,)
    db.session.execute(delete(IndexChange).where(*wanted))
