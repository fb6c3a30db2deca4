"""All of the database as one file, taken while people use it, and put back into an empty one.

What lies beside it in a backup is said in `cli/archive.py`.
"""
import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import inspect

from cop.base.db import db
from cop.base.errors import Forbidden
from cop.base.postgres_programs import run_program


def kind() -> str:
    """Which database this is; a dump goes back into one of the same kind."""
    return db.engine.dialect.name


def without_password(address: str) -> str:
    """The address as it may be shown."""
    try:
        password = urlsplit(address).password
    except ValueError:
        return address
    return address.replace(f":{password}@", ":…@") if password else address


def is_empty() -> bool:
    """Has it no table at all?"""
    return not inspect(db.engine).get_table_names()


def dump(file: Path, address: str, *, without: Collection[str] = ()) -> None:
    """Write all of it, as it is at one moment, while others read and write. `address` is that of
    the database, past any pooler. Of the tables in `without`, which are filled anew from the
    others, PostgreSQL leaves out the rows; SQLite copies pages, and leaves out none."""
    if kind() == "postgresql":
        run_program("pg_dump", db.engine, address, "--format=custom", "--no-owner", "--no-acl",
                    f"--file={file}", *(f"--exclude-table-data={name}" for name in without))
    else:
        _copy_pages(file)


def undump(file: Path, address: str) -> None:
    """Put a dump into this empty database: all of it or, when something fails, nothing."""
    if kind() == "postgresql":
        run_program("pg_restore", db.engine, address, "--no-owner", "--no-acl",
                    "--single-transaction", "--exit-on-error", str(file))
    else:
        _put_in_place(file)
    db.engine.dispose()


def _copy_pages(file: Path) -> None:
    """SQLite's online backup in one step: one reading transaction, for which no writer waits."""
    with closing(db.engine.raw_connection()) as source, closing(sqlite3.connect(file)) as copy:
        source.driver_connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        _require_sound(copy)


def _put_in_place(file: Path) -> None:
    with closing(sqlite3.connect(file)) as copy:
        _require_sound(copy)
    place = Path(db.engine.url.database)
    db.engine.dispose()
    for beside in ("-wal", "-shm"):
        place.with_name(place.name + beside).unlink(missing_ok=True)
    file.replace(place)


def _require_sound(copy: sqlite3.Connection) -> None:
    said = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if said != "ok":
        raise Forbidden(f"The database is damaged: {said}.")
