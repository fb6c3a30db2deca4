"""How connections to the database are made: what a fallen server, a cut line or a pooler between
must not spoil. How transactions begin stands in `db.py`.
"""
import sqlite3
import time
from contextlib import suppress
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url

#: What libpq is told unless the address says otherwise: when a server that does not answer is
#: given up. Seconds; `tcp_user_timeout` in milliseconds.
PATIENCE = {"connect_timeout": 5, "keepalives_idle": 15, "keepalives_interval": 5,
            "keepalives_count": 3, "tcp_user_timeout": 20_000}
#: So long a request waits for a connection when all are in use; seconds.
LONGEST_QUEUE = 10
#: So long who writes waits for others on SQLite, in all (seconds) and between two tries
#: (milliseconds).
LONGEST_WAIT, TURN = 10, 3
#: Marks a connection whose thread is the one of its process that writes.
HAS_TURN = "has turn"


def options(address: str) -> dict[str, Any]:
    """For the engine of this database.

    A connection is looked at before it is used again, as the server may have started anew. Nothing
    is prepared on the server: behind a pooler the next transaction has another connection.
    """
    quiet = {"hide_parameters": True}  # values are in no log and in no job's last error
    if not address.startswith("postgresql"):
        return quiet
    told = make_url(address).query
    patience = {name: value for name, value in PATIENCE.items() if name not in told}
    return quiet | {"pool_pre_ping": True, "pool_timeout": LONGEST_QUEUE,
            "connect_args": {"prepare_threshold": None} | patience}


def prepare(engine: Engine, *, pooled: bool = False) -> None:
    """Make SQLite behave: write-ahead log, foreign keys, immediate write transactions. PostgreSQL
    compiles no queries, ours are done sooner than it compiles; behind a pooler its administrator
    says so, as what is set there is set for others."""
    if engine.dialect.name != "sqlite":
        if not pooled:
            event.listen(engine, "connect", _compile_nothing)
        return

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={LONGEST_WAIT * 1000}",
                       "synchronous=NORMAL", "cache_size=-500"):
            connection.execute(f"PRAGMA {pragma}")

    _let_write_in_turn(engine)


def _let_write_in_turn(engine: Engine) -> None:
    """Of the threads of this process one writes; the others ask SQLite for nothing meanwhile."""
    turn = Lock()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("isolation_level") == "AUTOCOMMIT":
            return
        if not options.get("writes"):
            connection.exec_driver_sql("BEGIN")
            return
        connection.info[HAS_TURN] = turn.acquire(timeout=LONGEST_WAIT)
        try:
            _begin_writing(connection)
        except BaseException:
            end(connection)
            raise

    @event.listens_for(engine, "commit")
    @event.listens_for(engine, "rollback")
    def end(connection: Connection) -> None:
        if connection.info.pop(HAS_TURN, False):
            turn.release()


def _begin_writing(connection: Connection) -> None:
    """Ask for the write lock again and again: where SQLite waits by itself, it sleeps longer after
    each try, up to a tenth of a second, and who came first may wait while many pass."""
    raw, until = connection.connection.driver_connection, time.monotonic() + LONGEST_WAIT
    raw.execute(f"PRAGMA busy_timeout={TURN}")
    try:
        while time.monotonic() < until:
            with suppress(sqlite3.OperationalError):  # SQLAlchemy's own would cost more than it all
                raw.execute("BEGIN IMMEDIATE")
                return
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # which says what is wrong
    finally:
        raw.execute(f"PRAGMA busy_timeout={LONGEST_WAIT * 1000}")


def _compile_nothing(connection: Any, _record: Any) -> None:
    connection.execute("SET jit = off")
    connection.commit()
