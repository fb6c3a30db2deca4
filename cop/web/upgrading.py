"""A process of a new version whose database waits for its upgrade: who asks is told so.

Its pages would fall over the tables that are not there yet. It serves as soon as somebody has
upgraded the database, which is done in `base/schema.py`; what people are told stands in
`outages.py`.
"""
import time
from pathlib import Path

from flask import Flask, request

from cop.base import steps
from cop.base.db import OperationalError
from cop.base.outages import OldSchema
from cop.web.hosts import WATCHING

#: What needs no database.
ANSWERED = {*WATCHING, "static", "pages.robots"}
#: While the schema is old it is looked at again so often; seconds.
PAUSE = 1


class Schema:
    """Of the database: old until it was once seen not to be, as it only goes forward."""

    def __init__(self, migrations: Path) -> None:
        self._migrations = migrations
        self.pause = PAUSE
        self._is_old = True
        self._looked_at = float("-inf")

    def is_old(self) -> bool:
        if self._is_old and time.monotonic() - self._looked_at >= self.pause:
            self._is_old = steps.is_old(self._migrations)
            self._looked_at = time.monotonic()
        return self._is_old


def init_app(app: Flask, migrations: Path) -> None:
    """Call before anything asks the database."""
    schema = app.extensions["schema"] = Schema(migrations)

    @app.before_request
    def wait_for_the_upgrade() -> None:
        if request.endpoint not in ANSWERED and _is_old(schema):
            raise OldSchema


def _is_old(schema: Schema) -> bool:
    """Where the database cannot be asked, what comes next says so."""
    try:
        return schema.is_old()
    except OperationalError:
        return False
