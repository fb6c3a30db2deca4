"""Reading from a replica of the database: whether it answers, and whether it has what one must see.

Which requests may read there is decided in `web/transaction.py`.
"""
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import Connection, Engine, create_engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from cop.base import connecting
from cop.base.db import db, read_from
from cop.base.per_app import PerApp

log = logging.getLogger(__name__)

#: How often a process looks how far the replica is, and how long it leaves one alone that failed.
LOOK_EVERY, LEFT_ALONE = 1.0, 15.0
#: What the primary had so long ago is not compared with any more. Seconds.
FORGOTTEN = 10.0
#: A replica is given up sooner than the primary: there is another place to read.
IMPATIENCE = {"connect_timeout": 2, "tcp_user_timeout": 4000}


@dataclass
class Replica:
    """What this process knows of the replica. Places in the log of the database are numbers."""

    engine: Engine
    primary: Engine
    has: int = 0
    had_by_primary: int = 0
    looked_at: float = float("-inf")
    next_look: float = float("-inf")
    is_good: bool = False
    _looking: Lock = field(default_factory=Lock)

    def choose(self, session: Session, seen: int) -> Engine | None:
        """The replica, where it answers and has all that was stored until `seen`, and until the
        last look of this process at the primary."""
        self._look()
        if not self.is_good or self.has < seen:
            return None
        try:
            session.connection(bind_arguments={"bind": self.engine})
        except SQLAlchemyError as problem:
            self._give_up(problem)
            return None
        return self.engine

    def _look(self) -> None:
        """One looks, the others go by what was seen before."""
        if time.monotonic() >= self.next_look and self._looking.acquire(blocking=False):
            try:
                self._compare()
            except SQLAlchemyError as problem:
                self._give_up(problem)
            finally:
                self._looking.release()

    def _compare(self) -> None:
        began = time.monotonic()
        with self.engine.connect() as connection:
            self.has = number_of(connection.scalar(select(func.pg_last_wal_replay_lsn())) or "0/0")
        is_fresh = began - self.looked_at < FORGOTTEN
        self.is_good = is_fresh and self.has >= self.had_by_primary
        with self.primary.connect() as connection:
            self.had_by_primary = _end_of_log(connection)
        self.looked_at, self.next_look = began, began + LOOK_EVERY

    def _give_up(self, problem: SQLAlchemyError) -> None:
        log.warning("the replica is not read for a while: %s", problem)
        self.is_good, self.next_look = False, time.monotonic() + LEFT_ALONE


_replica: PerApp[Replica | None] = PerApp(None)


def use(address: str) -> None:
    """Set where the replica is, once, when the application is put together; empty: nowhere."""
    if not address:
        return
    options = connecting.options(address)
    options["connect_args"] |= IMPATIENCE
    engine = create_engine(address, **options)
    connecting.prepare(engine, idle=0)  # where it does not answer, the primary is asked
    _replica.set(Replica(engine, db.engine))


def read_there(seen: Callable[[], int]) -> None:
    """Let this session read from the replica, if there is one that has all until the place that
    `seen` answers."""
    replica = _replica.get()
    if replica is not None:
        read_from(lambda session: replica.choose(session, seen()))


def what_is_stored() -> int:
    """A place in the log after all that is stored by now; 0 where there is no replica."""
    replica = _replica.get()
    if replica is None:
        return 0
    with replica.primary.connect() as connection:
        return _end_of_log(connection)


def number_of(place: str) -> int:
    """«16/B374D848» as a number: later places have larger ones."""
    high, _slash, low = place.partition("/")
    return (int(high, 16) << 32) + int(low, 16)


def _end_of_log(connection: Connection) -> int:
    return number_of(connection.scalar(select(func.pg_current_wal_insert_lsn())))
