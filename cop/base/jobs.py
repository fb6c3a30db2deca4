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
from cop.base.text import clean

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
#: Pauses between tries; after the last one the job is parked where the administrator sees it.
PAUSES = [timedelta(minutes=m) for m in (0.2, 1, 5, 30, 120, 480)]
LONGEST_PROBLEM = 2000  # characters
CLOCKWORK_LOCK = 0x636F70


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
    """Mark a recurring task: it is ordered as a job whenever `pause` has passed, unless the one
    ordered before still waits."""

    def decorate(run: Callable[[], Any]) -> Callable[[], Any]:
        name = f"{run.__module__}.{run.__name__}"
        job(name)(run)
        _clockwork[name] = pause
        return run

    return decorate


def enqueue(name: str, /, *, due_at: datetime | None = None, **arguments: Any) -> None:
    """Store an order in the caller's transaction."""
    db.session.add(Job(name=name, arguments=arguments, due_at=due_at or now()))


def work_once() -> bool:
    """Run the next due job. False when there is none: then nothing was written either."""
    if not _anything_due():
        return False
    begin_writing()
    order = db.session.scalars(
        select(Job).where(_due()).order_by(Job.due_at, Job.id).limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if order is not None:
        _run(order)
    db.session.remove()
    return order is not None


def wind_clockwork() -> None:
    """Order every recurring task whose pause has passed; whoever runs it, it is ordered once."""
    late = _late_tasks()
    db.session.rollback()
    if not late:
        return
    begin_writing()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(CLOCKWORK_LOCK)))
    for name in _late_tasks():
        row = db.session.scalar(select(Clockwork).where(Clockwork.name == name))
        row = row or Clockwork(name=name)
        row.ordered_at = now()
        db.session.add(row)
        enqueue(name)
    db.session.commit()


def count_parked() -> int:
    return db.session.scalar(select(func.count(Job.id)).where(Job.parked_at.is_not(None))) or 0


def _due() -> ColumnElement[bool]:
    free = Job.leased_until.is_(None) | (Job.leased_until < now())
    return (Job.due_at <= now()) & Job.parked_at.is_(None) & free


def _anything_due() -> bool:
    due = db.session.scalar(select(exists().where(_due())))
    db.session.rollback()
    return bool(due)


def _late_tasks() -> list[str]:
    """Recurring tasks that are to be ordered now, and are not waiting already."""
    last = dict(db.session.execute(select(Clockwork.name, Clockwork.ordered_at)).all())
    waiting = set(db.session.scalars(select(Job.name).where(
        Job.name.in_(_clockwork), Job.parked_at.is_(None))))
    return [name for name, pause in _clockwork.items() if name not in waiting
            and (name not in last or last[name] + pause <= now())]


def _run(order: Job) -> None:
    """Run an order that this transaction holds, and be rid of it or try it again later."""
    order_id, name, arguments = order.id, order.name, dict(order.arguments)
    attempt = order.attempts + 1
    try:
        if name not in _handlers:
            raise LookupError(f"Nothing here is called {name}.")
        if _handlers[name].outside:
            _run_outside(order)
        else:
            _handlers[name].run(**arguments)
            db.session.delete(db.session.get(Job, order_id))
            db.session.commit()
    except Exception as problem:
        log.exception("job failed", extra={"job": name, "arguments": arguments})
        db.session.rollback()
        _postpone(order_id, f"{type(problem).__name__}: {problem}", attempt)


def _run_outside(order: Job) -> None:
    """Claim, act with no transaction held, finish. Who is killed while acting has claimed it."""
    order_id, handler, arguments = order.id, _handlers[order.name], dict(order.arguments)
    if order.attempts > len(PAUSES):
        order.parked_at, order.last_error = now(), "Whoever ran this did not live to tell."
        return db.session.commit()
    order.leased_until, order.attempts = now() + LEASE, order.attempts + 1
    db.session.commit()
    handler.run(**arguments)
    db.session.rollback()
    begin_writing()
    if done := db.session.get(Job, order_id, with_for_update=True):
        db.session.delete(done)
    return db.session.commit()


def _postpone(order_id: int, problem: str, attempt: int) -> None:
    begin_writing()
    order = db.session.get(Job, order_id, with_for_update=True)
    if order is None or order.attempts > attempt:  # another worker has it, or had
        return db.session.rollback()
    order.attempts, order.leased_until = attempt, None
    order.last_error = clean(problem)[:LONGEST_PROBLEM]
    if attempt > len(PAUSES):
        order.parked_at = now()
    else:
        order.due_at = now() + PAUSES[attempt - 1]
    return db.session.commit()
