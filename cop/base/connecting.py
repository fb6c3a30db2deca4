"""How connections to the database are made: what a fallen server, a cut line or a pooler between
must not spoil. How transactions begin stands in `db.py`.
"""
import sqlite3
import time
from contextlib import suppress
from threading import Lock, local
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import InvalidatePoolError

#: What libpq is told unless the address says otherwise: when a server that does not answer is
#: given up. Seconds; `tcp_user_timeout` in milliseconds.
PATIENCE = {"connect_timeout": 5, "keepalives_idle": 15, "keepalives_interval": 5,
            "keepalives_count": 3, "tcp_user_timeout": 20_000}
#: So long a request waits for a connection when all are in use; seconds.
LONGEST_QUEUE = 10
#: A statement that a connection was asked more often is planned no more: for one that joins what
#: many features add, PostgreSQL needs six times as long for that as to answer it.
PREPARE_AFTER = 2
#: Queries are not compiled, ours are done sooner than that. Nothing is set, and no row answers,
#: where the process that answers is not the one that greeted: there is a pooler between.
GREETING = "SELECT set_config('jit', 'off', false) WHERE pg_backend_pid() = %s"
#: A connection that was not used for so long lies idle; seconds. When it was, stands in its record.
IDLE, USED_AT = 1.0, "used at"
#: What PostgreSQL says of a plan that it cannot use any more (and of what it cannot do at all).
OLD_PLAN = "0A000"
#: So long who writes waits for others on SQLite, in all (seconds) and between two tries
#: (milliseconds).
LONGEST_WAIT, TURN = 10, 3


def options(address: str) -> dict[str, Any]:
    """For the engine of this database. Nothing is prepared on the server, nor set, before it is
    known that each transaction will meet the same (`_greet`)."""
    quiet = {"hide_parameters": True}  # values are in no log and in no job's last error
    if not address.startswith("postgresql"):
        return quiet
    told = make_url(address).query
    patience = {name: value for name, value in PATIENCE.items() if name not in told}
    return quiet | {"pool_timeout": LONGEST_QUEUE,
            "connect_args": {"prepare_threshold": None} | patience}


def prepare(engine: Engine, *, idle: float = IDLE) -> None:
    """Make SQLite behave: write-ahead log, foreign keys, immediate write transactions. Have
    PostgreSQL keep plans of statements."""
    if engine.dialect.name != "sqlite":
        _look_before_use(engine, idle)
        event.listen(engine, "connect", _greet)
        event.listen(engine, "handle_error", _forget_old_plans)
        return

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={LONGEST_WAIT * 1000}",
                       "synchronous=NORMAL", "cache_size=-500"):
            connection.execute(f"PRAGMA {pragma}")

    _Turns(engine)


def _look_before_use(engine: Engine, idle: float) -> None:
    """Before a connection that lay idle is used again it is asked for a sign of life, as the server
    may have started anew; one that was used just now is not: that is a message less to most pages.
    """

    @event.listens_for(engine, "checkin")
    def note(_connection: Any, record: Any) -> None:
        record.info[USED_AT] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def look(connection: Any, record: Any, _proxy: Any) -> None:
        if time.monotonic() - record.info.get(USED_AT, time.monotonic()) > idle:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as problem:
                raise InvalidatePoolError from problem


class _Turns:
    """Of the threads of this process one writes; the others ask SQLite for nothing meanwhile."""

    def __init__(self, engine: Engine):
        self._turn, self._here = Lock(), local()
        event.listen(engine, "begin", self.begin)
        event.listen(engine, "set_connection_execution_options", self.go_on)
        event.listen(engine, "commit", self.end)
        event.listen(engine, "rollback", self.end)

    def begin(self, connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("isolation_level") == "AUTOCOMMIT":
            return
        if options.get("writes"):
            self._begin_writing(connection)
        else:
            connection.exec_driver_sql("BEGIN")

    def go_on(self, connection: Connection, options: dict[str, Any]) -> None:
        """A transaction that has only read ends here, and one begins that writes. SQLAlchemy takes
        it for the same, so that what was read stays at hand."""
        begun = connection.in_transaction() and not connection.get_execution_options().get("writes")
        if begun and options.get("writes"):
            connection.connection.driver_connection.execute("ROLLBACK")
            self._begin_writing(connection)

    def end(self, connection: Connection) -> None:
        if getattr(self._here, "writes", None) is connection:
            self._here.writes = None
            self._turn.release()

    def _begin_writing(self, connection: Connection) -> None:
        until = time.monotonic() + LONGEST_WAIT
        self._here.writes = connection if self._turn.acquire(timeout=LONGEST_WAIT) else None
        try:
            _begin_writing(connection, until)
        except BaseException:
            self.end(connection)
            raise


def _begin_writing(connection: Connection, until: float) -> None:
    """Ask for the write lock again and again: where SQLite waits by itself, it sleeps longer after
    each try, up to a tenth of a second, and who came first may wait while many pass."""
    raw = connection.connection.driver_connection
    raw.execute(f"PRAGMA busy_timeout={TURN}")
    try:
        while time.monotonic() < until:
            with suppress(sqlite3.OperationalError):  # SQLAlchemy's own would cost more than it all
                raw.execute("BEGIN IMMEDIATE")
                return
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # which says what is wrong
    finally:
        raw.execute(f"PRAGMA busy_timeout={LONGEST_WAIT * 1000}")


def _greet(connection: Any, _record: Any) -> None:
    """A pooler hands each transaction to another process of the server, and what is set there is
    set for others; its administrator sets it (docs/many-hosts.md)."""
    if connection.execute(GREETING, (connection.info.backend_pid,)).fetchone():
        connection.prepare_threshold = PREPARE_AFTER
    connection.commit()


def _forget_old_plans(problem: ExceptionContext) -> None:
    """Plans of a column that has another type since do not work any more: begin with new
    connections, as if the server had started anew."""
    if getattr(problem.original_exception, "sqlstate", "") == OLD_PLAN:
        problem.is_disconnect = True
