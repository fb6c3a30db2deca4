"""Work for later: rows in `jobs`, stored with the deed that ordered them.

What a job does is said by the feature that registers it, never here.
"""
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ColumnElement, exists, func, select
from sqlalchemy.orm import Mapped, mapped_column

from cop.base.clock import now
from cop.base.db import Model, begin_writing, db

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
#: Pauses between tries; after the last one the job is parked where the administrator sees it.
PAUSES = [timedelta(minutes=m) for m in (0.2, 1, 5, 30, 120, 480)]


class Job(Model):
    """An order. Gone when done; parked when it failed too often."""

    __tablename__ = "jobs"
    name: Mapped[str]
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    due_at: Mapped[datetime] = mapped_column(default=now, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    parked_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(default="")


class Clockwork(Model):
    """When each recurring task was last ordered."""

    __tablename__ = "clockwork"
    name: Mapped[str] = mapped_column(unique=True)
    ordered_at: Mapped[datetime]


@dataclass(frozen=True)
class _Handler:
    run: Callable[..., Any]
    outside: bool


_handlers: dict[str, _Handler] = {}
_clockwork: dict[str, timedelta] = {}


def job(name: str, *, outside: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register what runs when a job of this name is due.

    A job with only database effects runs in the transaction that deletes its row: exactly once.
    With `outside=True` it touches the world: it runs under a lease with no transaction held by
    the queue, and must be harmless when it runs a second time.
    """

    def decorate(run: Callable[..., Any]) -> Callable[..., Any]:
        _handlers[name] = _Handler(run, outside)
        return run

    return decorate


def every(pause: timedelta) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Mark a recurring task: it is ordered as a job whenever `pause` has passed."""

    def decorate(run: Callable[[], Any]) -> Callable[[], Any]:
        name = f"{run.__module__}.{run.__name__}"
        job(name)(run)
        _clockwork[name] = pause
        return run

    return decorate


def enqueue(name: str, *, due_at: datetime | None = None, **arguments: Any) -> None:
    """Store an order in the caller's transaction."""
    db.session.add(Job(name=name, arguments=arguments, due_at=due_at or now()))


def work_once() -> bool:
    """Run the next due job. False when there is none."""
    if not _anything_due():
        return False
    begin_writing()
    order = db.session.scalars(
        select(Job).where(_due()).order_by(Job.due_at, Job.id).limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if order is None:
        db.session.rollback()
        return False
    _run(order.id, order.name, dict(order.arguments), order)
    db.session.remove()
    return True


def wind_clockwork() -> None:
    """Order every recurring task whose pause has passed; whoever runs it, it is ordered once."""
    begin_writing()
    if db.engine.dialect.name == "postgresql" and not db.session.scalar(
        select(func.pg_try_advisory_xact_lock(0x636F70))
    ):
        return db.session.rollback()
    last = {row.name: row for row in db.session.scalars(select(Clockwork))}
    for name, pause in _clockwork.items():
        if name in last and last[name].ordered_at + pause > now():
            continue
        row = last.get(name) or Clockwork(name=name)
        row.ordered_at = now()
        db.session.add(row)
        enqueue(name)
    return db.session.commit()


def count_parked() -> int:
    return db.session.scalar(select(func.count(Job.id)).where(Job.parked_at.is_not(None))) or 0


def _due() -> ColumnElement[bool]:
    free = Job.leased_until.is_(None) | (Job.leased_until < now())
    return (Job.due_at <= now()) & Job.parked_at.is_(None) & free


def _anything_due() -> bool:
    due = db.session.scalar(select(exists().where(_due())))
    db.session.rollback()
    return bool(due)


def _run(order_id: int, name: str, arguments: dict[str, Any], order: Job) -> None:
    handler = _handlers[name]
    try:
        if handler.outside:
            order.leased_until, order.attempts = now() + LEASE, order.attempts + 1
            db.session.commit()
        handler.run(**arguments)
        if handler.outside:
            db.session.rollback()
            begin_writing()
        db.session.delete(db.session.get(Job, order_id))
        db.session.commit()
    except Exception as problem:
        log.exception("job failed", extra={"job": name, "arguments": arguments})
        db.session.rollback()
        _postpone(order_id, problem, counted=handler.outside)


def _postpone(order_id: int, problem: Exception, *, counted: bool) -> None:
    begin_writing()
    order = db.session.get(Job, order_id)
    order.attempts += 0 if counted else 1
    order.leased_until = None
    order.last_error = f"{type(problem).__name__}: {problem}"[:2000]
    if order.attempts > len(PAUSES):
        order.parked_at = now()
    else:
        order.due_at = now() + PAUSES[order.attempts - 1]
    db.session.commit()
