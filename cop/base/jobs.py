"""Work for later: rows in `jobs`, stored with the deed that ordered them.

What a job does is said by the feature that registers it, never here.
"""
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ColumnElement, exists, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from cop.base import jobs_in_hand
from cop.base.clock import now
from cop.base.db import UNSEEN, Model, begin_writing, db
from cop.base.listen_notify import ring
from cop.base.metrics import JOB_SECONDS
from cop.base.site import fresh_site, read_site
from cop.base.text import clean
from cop.base.workers import is_gone, own_name

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
#: Pauses between tries; after the last one the job is parked where the administrator sees it.
PAUSES = [timedelta(minutes=m) for m in (0.2, 1, 5, 30, 120, 480)]
LONGEST_PROBLEM = 2000  # characters
KILLED = "Whoever ran this did not live to tell."
#: Clocks of hosts may differ by so much.
MOST_SKEW = timedelta(minutes=1)
CLOCKWORK_LOCK = 0x636F70


class Job(Model):
    """An order. Gone when done; parked when it failed too often."""

    __tablename__ = "jobs"
    __table_args__ = UNSEEN
    name: Mapped[str]
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    due_at: Mapped[datetime] = mapped_column(default=now, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    leased_by: Mapped[str] = mapped_column(default="", server_default="")
    parked_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(default="")


ORDERED = insert(Job.__table__)


class Clockwork(Model):
    """When each recurring task was last ordered."""

    __tablename__ = "clockwork"
    __table_args__ = UNSEEN
    name: Mapped[str] = mapped_column(unique=True)
    ordered_at: Mapped[datetime]


@dataclass(frozen=True)
class _Handler:
    run: Callable[..., Any]
    outside: bool
    slow: bool


_handlers: dict[str, _Handler] = {}
_clockwork: dict[str, timedelta] = {}


def job(name: str, *, outside: bool = False,
        slow: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register what runs when a job of this name is due.

    A job with only database effects runs in the transaction that deletes its row: exactly once.
    With `outside=True` it touches the world: it runs under a lease with no transaction held by
    the queue, and must be harmless when it runs a second time. It may answer with a function that
    stores what came of it, in the transaction that deletes its row. What may take long is `slow`:
    it waits in a lane of its own, so that nothing quick waits behind it.
    """

    def decorate(run: Callable[..., Any]) -> Callable[..., Any]:
        _handlers[name] = _Handler(run, outside, slow)
        return run

    return decorate


def every(pause: timedelta, *, outside: bool = False,
          slow: bool = False) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Mark a recurring task: it is ordered as a job whenever `pause` has passed, unless the one
    ordered before still waits."""

    def decorate(run: Callable[[], Any]) -> Callable[[], Any]:
        name = f"{run.__module__}.{run.__name__}"
        job(name, outside=outside, slow=slow)(run)
        _clockwork[name] = pause
        return run

    return decorate


def enqueue(name: str, /, *, due_at: datetime | None = None, **arguments: Any) -> None:
    """Store an order in the caller's transaction; when it is stored, workers are told."""
    enqueue_all([name], arguments, due_at)


def enqueue_all(names: Sequence[str], arguments: Mapping[str, Any],
                due_at: datetime | None = None) -> None:
    """Order several things with the same arguments: one statement."""
    rows = [{"name": each, "arguments": arguments, "due_at": due_at or now()} for each in names]
    if rows:
        db.session.execute(ORDERED, rows)
        ring()


def work_once(*, slow: bool | None = None) -> bool:
    """Run the next due job, of the slow or the quick ones if said. False when there is none, or
    nothing may be written now: then nothing was written either."""
    due = _due() if slow is None else _due() & _in_lane(slow)
    if not _anything(due) or fresh_site().read_only:
        return False
    begin_writing()
    order = db.session.scalars(
        select(Job).where(due).order_by(Job.due_at, Job.id).limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if order is not None:
        _run(order)
    db.session.remove()
    return order is not None


def free_orphans() -> None:
    """Let what was claimed by workers of this host that are no more be done at once."""
    claimed = select(Job.leased_by).where(Job.leased_until.is_not(None)).distinct()
    gone = [name for name in db.session.scalars(claimed) if is_gone(name)]
    db.session.rollback()
    if gone:
        with short_transaction():
            orphans = update(Job).where(Job.leased_by.in_(gone), Job.leased_until.is_not(None))
            db.session.execute(orphans.values(leased_until=None))
    for job_id in jobs_in_hand.left_behind():
        _count_fall(job_id)


def _count_fall(job_id: int) -> None:
    """Once may be chance, and it is done again at once; what kills again and again is parked."""
    begin_writing()
    if order := db.session.get(Job, job_id, with_for_update=True):
        order.attempts, order.last_error = order.attempts + 1, KILLED
        if order.attempts > len(PAUSES):
            order.parked_at = now()
        elif order.attempts > 1:
            order.due_at = now() + PAUSES[order.attempts - 1]
    db.session.commit()


def live_with_the_clock() -> None:
    """When the clock was put back, what was ordered before lies in the future. Nothing waits for
    a time that was wrong: it is done now, and pauses begin anew."""
    latest, longest = now() + MOST_SKEW, max(PAUSES) + MOST_SKEW
    ahead = (Job.created_at > latest) & (Job.attempts == 0)
    paused = (Job.attempts > 0) & (Job.due_at > now() + longest)
    leased = Job.leased_until > now() + LEASE + MOST_SKEW
    wrong = Job.parked_at.is_(None) & (ahead | paused | leased)
    if _anything(wrong):
        begin_writing()
        db.session.execute(update(Job).where(wrong).values(
            due_at=now(), created_at=now(), leased_until=None))
        db.session.commit()


@contextmanager
def short_transaction() -> Iterator[None]:
    """For what runs outside: a write transaction of its own, held for a moment."""
    db.session.rollback()
    begin_writing()
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


def wind_clockwork() -> None:
    """Order every recurring task whose pause has passed; whoever runs it, it is ordered once."""
    late = [] if read_site().read_only else _late_tasks()
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


def is_anything_due(name: str) -> bool:
    """Does an order of this name wait that nobody is about to carry out?"""
    return _anything(_due() & (Job.name == name))


def count_in_hand() -> int:
    """Orders that somebody carries out at this moment, outside the database."""
    return db.session.scalar(select(func.count(Job.id)).where(Job.leased_until > now())) or 0


def count_parked() -> int:
    return db.session.scalar(select(func.count(Job.id)).where(Job.parked_at.is_not(None))) or 0


def _due() -> ColumnElement[bool]:
    free = Job.leased_until.is_(None) | (Job.leased_until < now())
    return (Job.due_at <= now()) & Job.parked_at.is_(None) & free


def _in_lane(slow: bool) -> ColumnElement[bool]:
    names = [name for name, handler in _handlers.items() if handler.slow]
    return Job.name.in_(names) if slow else Job.name.not_in(names)


def _anything(due: ColumnElement[bool]) -> bool:
    found = db.session.scalar(select(exists().where(due)))
    db.session.rollback()
    return bool(found)


def _late_tasks() -> list[str]:
    """Recurring tasks that are to be ordered now, and are not waiting already."""
    last = dict(db.session.execute(select(Clockwork.name, Clockwork.ordered_at)).all())
    waiting = set(db.session.scalars(select(Job.name).where(
        Job.name.in_(_clockwork), Job.parked_at.is_(None))))
    return [name for name, pause in _clockwork.items() if name not in waiting
            and (name not in last or not now() - pause < last[name] <= now() + MOST_SKEW)]


def _run(order: Job) -> None:
    """Run an order that this transaction holds, and be rid of it or try it again later."""
    order_id, name, arguments = order.id, order.name, dict(order.arguments)
    attempt, began, outcome = order.attempts + 1, time.monotonic(), "done"
    try:
        if name not in _handlers:
            raise LookupError(f"Nothing here is called {name}.")
        if _handlers[name].outside:
            _run_outside(order)
        else:
            with jobs_in_hand.holding(order_id):
                _handlers[name].run(**arguments)
                db.session.delete(db.session.get(Job, order_id))
                db.session.commit()
    except Exception as problem:
        outcome = "failed"
        log.exception("job failed", extra={"job": name, "arguments": arguments})
        db.session.rollback()
        _postpone(order_id, f"{type(problem).__name__}: {problem}", attempt)
    finally:
        JOB_SECONDS.labels(name, outcome).observe(time.monotonic() - began)


def _run_outside(order: Job) -> None:
    """Claim, act with no transaction held, finish. Who is killed while acting has claimed it."""
    order_id, handler, arguments = order.id, _handlers[order.name], dict(order.arguments)
    if order.attempts > len(PAUSES):
        order.parked_at, order.last_error = now(), KILLED
        db.session.commit()
        return
    order.leased_until, order.attempts = now() + LEASE, order.attempts + 1
    order.leased_by = own_name()
    db.session.commit()
    store = handler.run(**arguments)
    with short_transaction():
        if done := db.session.get(Job, order_id, with_for_update=True):
            if callable(store):
                store()
            db.session.delete(done)


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
