"""The bell that wakes workers on PostgreSQL as soon as an order is stored (LISTEN and NOTIFY).

Who does not hear it looks each second: nothing depends on it but how soon things are done.
"""
import logging
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from cop.base.db import db
from cop.base.lazy_import import late

psycopg = late("psycopg")

log = logging.getLogger(__name__)

CHANNEL = "cop_jobs"
#: How long one sleeps at most, in seconds; where nobody rings, as on SQLite; and how long a
#: connection is left alone that failed.
LONGEST_SLEEP, LOOK_EVERY, LEFT_ALONE = 1.0, 0.2, 30.0


def ring() -> None:
    """Tell all who listen, once the transaction in hand is stored; several times are one."""
    if db.engine.dialect.name == "postgresql":
        db.session.connection().execute(select(func.pg_notify(CHANNEL, "")))


def sleeper(address: str, wait: Callable[[float], object]) -> Callable[[], object]:
    """What sleeps until somebody rings, or it is time to look again. `address` is that of the
    database, past any pooler; `wait` sleeps so many seconds, where nobody can ring."""
    if address.startswith("postgresql"):
        return Bell(address, wait).sleep
    return lambda: wait(LOOK_EVERY)


class Bell:
    """Listens with a connection of its own."""

    def __init__(self, address: str, wait: Callable[[float], object]):
        self.address, self.wait = address.replace("+psycopg", "", 1), wait
        self.connection: Any = None
        self.next_try = 0.0

    def sleep(self) -> None:
        try:
            if self._is_listening():
                for _ring in self.connection.notifies(timeout=LONGEST_SLEEP, stop_after=1):
                    pass
                return
        except psycopg.Error as problem:
            log.warning("workers are not woken, and look each second: %s", problem)
            self.connection, self.next_try = None, time.monotonic() + LEFT_ALONE
        self.wait(LONGEST_SLEEP)

    def _is_listening(self) -> bool:
        if self.connection is None and time.monotonic() >= self.next_try:
            self.connection = psycopg.connect(self.address, autocommit=True)
            self.connection.execute(f"LISTEN {CHANNEL}")
        return self.connection is not None
