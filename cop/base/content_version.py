"""The version of all that a visitor can see: another one after each change that was stored.

It is changed in the transaction that changes something, so that whoever reads the version first and
the content after it never takes old content for new; see docs/performance.md. Who asks for it:
`web/page_cache.py`. What is found follows later, when the index was told of it: it has a version of
its own.
"""
import random
import secrets
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Engine,
    Executable,
    ScalarSelect,
    event,
    func,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from cop.base.db import INSERT, UNSEEN, db

#: Rows that a change chooses among, so that few writers wait for each other.
ROWS = 8
#: The row of what is found.
INDEX = 100
#: First words of what changes rows, where it is written by hand.
CHANGES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "TRUNCATE", "COPY", "WITH")
#: Of connections that change the schema: there may be no table of versions yet. They change the
#: version when they are done.
APART = "changes_no_version"


class ContentVersion(db.Model):
    """A part of the version. All of them together are it."""

    __tablename__ = "content_versions"
    __table_args__ = UNSEEN
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    token: Mapped[int] = mapped_column(BigInteger)


_OF_CONTENT = ContentVersion.id < ROWS
_read = select(func.sum(ContentVersion.token)).where(_OF_CONTENT)
_read_index = select(ContentVersion.token).where(ContentVersion.id == INDEX)


def version() -> ScalarSelect[int]:
    """For a query that reads it with something else, before the content."""
    return select(func.coalesce(func.sum(ContentVersion.token), 0)).where(
        _OF_CONTENT).scalar_subquery()


def read_version() -> int:
    """Ask for it before the content. Numbers made by chance: none comes twice, not even where a
    database was put back to what it was."""
    return int(db.session.connection().scalar(_read) or 0)


def read_index_version() -> int:
    """Ask for it before the index."""
    return db.session.connection().scalar(_read_index) or 0


def change_index_version() -> None:
    """After the index was told of something."""
    _change(db.session.connection(), INDEX)


def change_version(connection: Connection) -> None:
    """In the transaction of that connection."""
    _change(connection, random.randrange(ROWS))


def _change(connection: Connection, number: int) -> None:
    connection.execute(_changed(connection.dialect.name),
                       {"id": number, "token": secrets.randbits(48)})


@cache
def _changed(dialect: str) -> Executable:
    new = INSERT[dialect](ContentVersion.__table__)
    return new.on_conflict_do_update(index_elements=["id"], set_={"token": new.excluded.token})


def watch(engine: Engine) -> None:
    """Change the version with every transaction that changes a table which visitors can see
    something of. That is any that does not say otherwise (`db.UNSEEN`)."""
    event.listen(engine, "before_cursor_execute", _note)
    event.listen(engine, "commit", _before_commit)
    event.listen(engine, "rollback", _forget)


def _note(connection: Connection, _cursor: Any, statement: str, _parameters: Any, context: Any,
          _many: bool) -> None:
    if context and (context.isinsert or context.isupdate or context.isdelete):
        changes = not getattr(context.compiled.statement.table, "info", {}).get("unseen")
    else:
        by_hand = context is None or context.compiled is None or context.is_text
        changes = by_hand and statement.lstrip().upper().startswith(CHANGES)
    if changes:
        connection.info["changed"] = True


def _before_commit(connection: Connection) -> None:
    if connection.info.pop("changed", False) and not connection.get_execution_options().get(APART):
        change_version(connection)


def _forget(connection: Connection) -> None:
    if not connection.invalidated:  # what was cut has forgotten it all
        connection.info.pop("changed", None)
