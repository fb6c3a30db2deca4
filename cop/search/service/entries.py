"""Writing the index that lives in PostgreSQL: who writes waits for who does."""
import secrets
import time
from collections.abc import Iterable
from itertools import islice

from sqlalchemy import (
    Connection,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    delete,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.exc import OperationalError

from cop.base.db import was_in_the_way
from cop.search.engines.lexemes import VERSION, row_of
from cop.search.engines.protocol import Entry
from cop.search.models.entries import SearchEntry

BATCH = 500
#: For building what finds words; memory of the database server.
ROOM_TO_BUILD = "256MB"
#: How long others wait behind us, and we for all of them (in seconds, with pauses).
SHORT_WAIT, LONGEST_WAIT, PAUSE = "500ms", 1800, 1.0
#: The name of the lock among all advisory locks of the database.
LOCK = 7_021_994
TABLE: Table = SearchEntry.metadata.tables[SearchEntry.__tablename__]
#: What is built beside it lies here until its transaction ends.
BESIDE = TABLE.to_metadata(MetaData(), name=f"{TABLE.name}_beside")


def wait_for_turn(connection: Connection) -> None:
    """Nobody else writes until the transaction ends."""
    connection.execute(select(func.pg_advisory_xact_lock(LOCK)))


def store(connection: Connection, entries: Iterable[Entry], table: Table = TABLE) -> None:
    """Instead of what had their keys."""
    left = iter(entries)
    while batch := {entry.key: entry for entry in islice(left, BATCH)}:
        forget(connection, batch, table)
        connection.execute(insert(table), [row_of(entry) for entry in batch.values()])


def store_beside(connection: Connection, entries: Iterable[Entry]) -> None:
    """Where only this transaction sees them: meanwhile others write as ever. What finds words is
    built when all is there, which takes a tenth of the time."""
    connection.execute(text(f"CREATE TABLE {BESIDE.name} (LIKE {TABLE.name} INCLUDING DEFAULTS,"
                            f" CONSTRAINT {_beside(TABLE.primary_key)} PRIMARY KEY (key))"))
    store(connection, entries, BESIDE)
    connection.execute(text(f"SET LOCAL maintenance_work_mem = '{ROOM_TO_BUILD}'"))
    for index in TABLE.indexes:
        (column,) = index.columns
        kind = index.dialect_options["postgresql"]["using"] or "btree"
        connection.execute(text(f"CREATE INDEX {_beside(index)} ON {BESIDE.name}"
                                f" USING {kind} ({column.name})"))


def put_in_place(connection: Connection) -> None:
    """What was stored beside, instead of everything. It waits for its turn."""
    _take_over(connection)
    connection.execute(text(f"DROP TABLE {TABLE.name}"))
    connection.execute(text(f"ALTER TABLE {BESIDE.name} RENAME TO {TABLE.name}"))
    for index in (TABLE.primary_key, *TABLE.indexes):
        connection.execute(text(f"ALTER INDEX {_beside(index)} RENAME TO {index.name}"))
    begin_generation(connection)


def _take_over(connection: Connection) -> None:
    """Nobody reads or writes the table until the transaction ends. Where somebody reads it for
    long (a backup does), all others would wait behind us: we step back, and try again."""
    until = time.monotonic() + LONGEST_WAIT
    while True:
        try:
            with connection.begin_nested():
                connection.execute(text(f"SET LOCAL lock_timeout = '{SHORT_WAIT}'"))
                wait_for_turn(connection)
                connection.execute(text(f"LOCK TABLE {TABLE.name} IN ACCESS EXCLUSIVE MODE"))
            return
        except OperationalError as problem:
            if not was_in_the_way(problem) or time.monotonic() > until:
                raise
            time.sleep(PAUSE)


def count_words(connection: Connection) -> None:
    """Let PostgreSQL count which words are common, for its plans and for ranking."""
    connection.execute(text(f"ANALYZE {TABLE.name}"))


def begin_generation(connection: Connection) -> None:
    """From now on what lies there is known by a new name."""
    forget(connection, [""])
    connection.execute(insert(SearchEntry), {
        "key": "", "kept": f"{VERSION}-{secrets.token_hex(4)}", "terms": "", "facets": [],
        "weight": 0.0, "moment": 0, "merit": 0, "adopted": 0, "helpful": 0, "topic": 0})


def forget(connection: Connection, keys: Iterable[str], table: Table = TABLE) -> None:
    connection.execute(delete(table).where(table.c.key.in_(list(keys))))


def forget_all(connection: Connection) -> None:
    connection.execute(delete(SearchEntry).where(SearchEntry.key != ""))


def _beside(named: PrimaryKeyConstraint | Index) -> str:
    return f"{named.name}_beside"
