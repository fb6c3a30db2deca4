"""Writing the index that lives in PostgreSQL: who writes waits for who does."""
import secrets
from collections.abc import Iterable
from itertools import islice

from sqlalchemy import Connection, MetaData, Table, delete, func, insert, select, text

from cop.search.engines.lexemes import VERSION, row_of
from cop.search.engines.protocol import Entry
from cop.search.models.entries import SearchEntry

BATCH = 500
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
    """Where only this transaction sees them: meanwhile others write as ever."""
    connection.execute(text(f"CREATE TEMPORARY TABLE {BESIDE.name}"
                            f" (LIKE {TABLE.name}, PRIMARY KEY (key)) ON COMMIT DROP"))
    store(connection, entries, BESIDE)


def put_in_place(connection: Connection) -> None:
    """What was stored beside, instead of everything. It waits for its turn."""
    wait_for_turn(connection)
    forget_all(connection)
    connection.execute(insert(TABLE).from_select(TABLE.columns.keys(), select(BESIDE)))
    begin_generation(connection)


def begin_generation(connection: Connection) -> None:
    """From now on what lies there is known by a new name."""
    forget(connection, [""])
    connection.execute(insert(SearchEntry), {
        "key": "", "kept": f"{VERSION}-{secrets.token_hex(4)}", "terms": "", "facets": [],
        "weight": 0.0, "moment": 0, "merit": 0, "adopted": 0, "helpful": 0})


def forget(connection: Connection, keys: Iterable[str], table: Table = TABLE) -> None:
    connection.execute(delete(table).where(table.c.key.in_(list(keys))))


def forget_all(connection: Connection) -> None:
    connection.execute(delete(SearchEntry).where(SearchEntry.key != ""))

