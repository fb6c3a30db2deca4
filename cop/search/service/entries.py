"""Writing the index that lives in PostgreSQL: who writes waits for who does."""
import secrets
from collections.abc import Iterable
from itertools import islice

from sqlalchemy import Connection, delete, func, insert, select

from cop.search.engines.lexemes import VERSION, row_of
from cop.search.engines.protocol import Entry
from cop.search.models.entries import SearchEntry

BATCH = 500
#: The name of the lock among all advisory locks of the database.
LOCK = 7_021_994


def wait_for_turn(connection: Connection) -> None:
    """Nobody else writes until the transaction ends."""
    connection.execute(select(func.pg_advisory_xact_lock(LOCK)))


def store(connection: Connection, entries: Iterable[Entry]) -> None:
    """Instead of what had their keys. They are asked for while nobody else writes."""
    left = iter(entries)
    while batch := {entry.key: entry for entry in islice(left, BATCH)}:
        forget(connection, batch)
        connection.execute(insert(SearchEntry), [row_of(entry) for entry in batch.values()])


def begin_generation(connection: Connection) -> None:
    """From now on what lies there is known by a new name."""
    forget(connection, [""])
    connection.execute(insert(SearchEntry), {
        "key": "", "kept": f"{VERSION}-{secrets.token_hex(4)}", "terms": "", "facets": [],
        "weight": 0.0, "moment": 0, "merit": 0, "adopted": 0, "helpful": 0})


def forget(connection: Connection, keys: Iterable[str]) -> None:
    connection.execute(delete(SearchEntry).where(SearchEntry.key.in_(list(keys))))


def forget_all(connection: Connection) -> None:
    connection.execute(delete(SearchEntry).where(SearchEntry.key != ""))

