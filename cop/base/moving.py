"""All rows of one database into another one, table by table, so that it can be interrupted.

Each batch is stored together with the note of how far it went: what is begun again goes on there,
and nothing comes twice. Who may write meanwhile, and what comes afterwards, is said in
`cli/move.py`.
"""
import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Engine,
    MetaData,
    String,
    Table,
    delete,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.exc import SQLAlchemyError

from cop.base.db import db
from cop.base.errors import Forbidden
from cop.base.row_sums import BATCH, Sum, key_of, read_batches, sum_of

#: The search index is made anew at the end, and every database has versions of its own.
LEFT_OUT = {"search_entries", "content_versions"}
#: How far it went, in the target while it is moved: which table, and its state as JSON.
PROGRESS = Table("cop_move", MetaData(), Column("name", String, primary_key=True),
                 Column("state", String, nullable=False))
SOURCE, BONDS = "", " bonds"
LONGEST_REASON = 300  # characters


def tables() -> list[Table]:
    """What is moved, in an order in which rows come after what they point to."""
    return [table for table in db.metadata.sorted_tables if table.name not in LEFT_OUT]


def require_fit(target: Engine) -> None:
    """Forbidden where nobody answers, or where not every letter could be stored."""
    try:
        with target.connect() as connection:
            encoding = connection.scalar(text("SHOW server_encoding"))
    except SQLAlchemyError as problem:
        said = str(getattr(problem, "orig", problem)).strip()[:LONGEST_REASON]
        raise Forbidden(f"The target cannot be reached: {said}") from problem
    if encoding != "UTF8":
        raise Forbidden(f"The target stores text as {encoding}: create it with ENCODING 'UTF8'.")


def claim(target: Engine, source: str) -> None:
    """Note in an empty database whose copy it will be. Forbidden when it holds anything else."""
    there = set(inspect(target).get_table_names())
    with target.begin() as connection:
        if PROGRESS.name in there:
            if _state(connection, SOURCE) != source:
                raise Forbidden("The target is the half-done copy of another community, or of one "
                                "whose move was cancelled. Give an empty database.")
        elif there:
            raise Forbidden(f"The target is not empty: it has a table “{sorted(there)[0]}”. Give "
                            "an empty database, so that nothing is lost by mistake.")
        else:
            PROGRESS.create(connection)
            _note(connection, SOURCE, source)


def is_begun(target: Engine) -> bool:
    """Are its tables there, and perhaps rows in them?"""
    with target.connect() as connection:
        return _state(connection, BONDS) is not None


def untie(target: Engine) -> None:
    """Take the foreign keys away until all rows are there: they are checked at the end, at once."""
    with target.begin() as connection:
        if _state(connection, BONDS) is None:
            _note(connection, BONDS, [list(row) for row in connection.execute(text(
                "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) "
                "FROM pg_constraint WHERE contype = 'f' "
                "AND connamespace = current_schema()::regnamespace"))])
        for table, name, _definition in _state(connection, BONDS):
            connection.execute(text(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{name}"'))


def tie(target: Engine) -> None:
    """Put them back; what points to nothing stops it."""
    with target.begin() as connection:
        for table, name, definition in _state(connection, BONDS):
            connection.execute(text(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{name}"'))
            connection.execute(text(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}'))


def count_batches(source: Connection) -> int:
    """How many steps `copy_rest` has in all."""
    counts = (source.scalar(select(func.count()).select_from(table)) for table in tables())
    return sum(-(-count // BATCH) for count in counts)


def copy_rest(source: Connection, target: Engine) -> Iterator[str]:
    """Copy what is not there yet; names the table of each batch."""
    for table in tables():
        with target.begin() as connection:
            last = _state(connection, table.name)
            if last is None:  # what migrations put there
                connection.execute(delete(table))
        for rows in read_batches(source, table, tuple(last) if last else None):
            with target.begin() as connection:
                _store(connection, table, rows)
            yield table.name


def compare(source: Connection, target: Engine) -> Iterator[tuple[Table, Sum, bool]]:
    """(table, what it holds, is it the same in the target) of all tables."""
    for table in tables():
        held = sum_of(source, table)
        with target.connect() as connection:
            yield table, held, sum_of(connection, table) == held


def copy_anew(source: Connection, target: Engine, table: Table) -> None:
    """Instead of what is there: it was written to meanwhile."""
    with target.begin() as connection:
        connection.execute(delete(table))
        for rows in read_batches(source, table):
            _store(connection, table, rows)


def count_on(target: Engine) -> None:
    """Let new rows get numbers after those that came."""
    with target.begin() as connection:
        for table in tables():
            sequence = "id" in table.columns and connection.scalar(
                text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": f'"{table.name}"'})
            last = sequence and connection.scalar(select(func.max(table.columns["id"])))
            if last:
                connection.execute(select(func.setval(sequence, last)))
        connection.execute(text("ANALYZE"))


def finish(target: Engine) -> None:
    """It is a community of its own now."""
    with target.begin() as connection:
        PROGRESS.drop(connection)


@lru_cache
def _as_stored(table: Table) -> Table:
    """The same table, with nothing where nothing is: JSON would say «null» instead."""
    copy = table.to_metadata(MetaData())
    for column in copy.columns:
        if isinstance(column.type, JSON):
            column.type = JSON(none_as_null=True)
    return copy


def _store(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    try:
        connection.execute(insert(_as_stored(table)), rows)
    except SQLAlchemyError as problem:
        said = str(getattr(problem, "orig", problem))[:LONGEST_REASON]
        raise Forbidden(f"PostgreSQL does not take what is in {table.name}, between the keys "
                        f"{key_of(table, rows[0])} and {key_of(table, rows[-1])}: {said}"
                        ) from problem
    _note(connection, table.name, key_of(table, rows[-1]))


def _state(connection: Connection, name: str) -> Any:
    state = connection.scalar(select(PROGRESS.c.state).where(PROGRESS.c.name == name))
    return None if state is None else json.loads(state)


def _note(connection: Connection, name: str, state: Any) -> None:
    row = {"state": json.dumps(state, default=str)}
    if not connection.execute(
            update(PROGRESS).where(PROGRESS.c.name == name).values(row)).rowcount:
        connection.execute(insert(PROGRESS).values(name=name, **row))
