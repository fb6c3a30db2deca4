"""Statements that take long: told in the log and counted. Values of parameters are in no log."""
import logging
import time
from typing import Any

from sqlalchemy import Engine, event

from cop.base.metrics import CONNECTIONS, SLOW_QUERIES

log = logging.getLogger(__name__)

LONGEST = 2000  # characters


def watch(engine: Engine, slow_ms: int) -> None:
    """Tell of statements that take so many milliseconds or more, none of them when it is 0; count
    the connections in use."""
    _count_connections(engine)
    if not slow_ms:
        return

    @event.listens_for(engine, "before_cursor_execute")
    def begin(_connection: Any, _cursor: Any, _statement: str, _parameters: Any, context: Any,
              _many: bool) -> None:
        context.cop_began = time.perf_counter()

    @event.listens_for(engine, "after_cursor_execute")
    def end(_connection: Any, _cursor: Any, statement: str, _parameters: Any, context: Any,
            _many: bool) -> None:
        took = (time.perf_counter() - context.cop_began) * 1000
        if took >= slow_ms:
            SLOW_QUERIES.labels(_verb(statement)).inc()
            log.warning("slow query", extra={
                "ms": round(took, 1), "statement": " ".join(statement.split())[:LONGEST]})


def _count_connections(engine: Engine) -> None:
    name = engine.dialect.name

    @event.listens_for(engine, "checkout")
    def out(_connection: Any, _record: Any, _proxy: Any) -> None:
        CONNECTIONS.labels(name).inc()

    @event.listens_for(engine, "checkin")
    def back(_connection: Any, _record: Any) -> None:
        CONNECTIONS.labels(name).dec()


def _verb(statement: str) -> str:
    first = statement.split(None, 1)[0].upper() if statement.strip() else ""
    return first if first in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH") else "OTHER"
