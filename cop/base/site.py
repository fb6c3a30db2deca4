"""Where the decisions of an administrator are kept, and how they are read without asking each time.

What there is to decide stands in `site_decisions.py`. A process keeps what it read for two
seconds; what it decides itself holds at once, what another one does two seconds later.
"""
from threading import Lock
from time import monotonic
from typing import Any

from sqlalchemy import JSON, event, select
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column

from cop.base.db import Model, add, db
from cop.base.per_app import PerApp
from cop.base.site_decisions import DECISIONS, Site

KEPT = 2.0  # seconds
#: Marks a session that decided something which is not stored yet.
UNDECIDED = "site_decided"


class SiteDecision(Model):
    """One decided value; what is not decided has its default."""

    __tablename__ = "site_decisions"
    name: Mapped[str] = mapped_column(unique=True)
    value: Mapped[Any] = mapped_column(JSON)


DECIDED = select(SiteDecision.name, SiteDecision.value)


class _Kept:
    """What a process read last, and when."""

    def __init__(self) -> None:
        self.site: Site | None = None
        self.until = 0.0
        self.forgotten = 0  # times
        self.reading = Lock()


_kept: PerApp[_Kept | None] = PerApp(None)
_beginning = Lock()


def read_site() -> Site:
    """The decisions as they stand, or stood two seconds ago."""
    kept = _of_this_app()
    if db.session.info.get(UNDECIDED):
        return _read(db.session)
    site = kept.site
    if site is not None and (monotonic() < kept.until or kept.reading.locked()):
        return site
    return fresh_site()


def is_read_only_as_known() -> bool:
    """As this process last heard, without asking: for what matters little."""
    site = _of_this_app().site
    return site is not None and site.read_only


def fresh_site() -> Site:
    """The decisions as they are stored now: one query, on a connection of its own."""
    if db.session.info.get(UNDECIDED):
        return _read(db.session)
    kept = _of_this_app()
    with kept.reading:
        at, forgotten = monotonic(), kept.forgotten
        with db.engine.connect() as connection:
            site = _read(connection)
        if forgotten == kept.forgotten:  # nothing was decided here meanwhile
            kept.site, kept.until = site, at + KEPT
        return site


def forget_site() -> None:
    """Ask the database the next time."""
    kept = _of_this_app()
    kept.forgotten += 1
    kept.site = None


def decide(name: str, value: Any) -> SiteDecision:
    """Set one decision. Whoever calls it has checked the value, and records the deed in the audit
    log."""
    row = db.session.scalar(select(SiteDecision).where(SiteDecision.name == name))
    row = row or SiteDecision(name=name)
    row.value = DECISIONS[name].write(value) if name in DECISIONS else value
    db.session.info[UNDECIDED] = True
    return add(row)


def _read(where: Any) -> Site:
    rows = where.execute(DECIDED)
    return Site(**{name: DECISIONS[name].read(value) for name, value in rows if name in DECISIONS})


def _of_this_app() -> _Kept:
    kept = _kept.get()
    if kept is None:
        with _beginning:
            kept = _kept.get() or _Kept()
            _kept.set(kept)
    return kept


@event.listens_for(Session, "after_transaction_end")
def _let_it_hold(session: Session, transaction: SessionTransaction) -> None:
    """What this session decided is stored, or not at all: either way it is to be read anew."""
    if transaction.parent is None and session.info.pop(UNDECIDED, False):
        forget_site()
