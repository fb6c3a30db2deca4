"""Which steps the database schema has taken and which there are, without the tool that takes them:
every web process is asked this again and again. How they are taken stands in `schema.py`.
"""
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from sqlalchemy import column, inspect, select, table
from sqlalchemy.exc import DBAPIError

from cop.base.db import db
from cop.base.outages import OldSchema

_TAKEN = select(column("version_num")).select_from(table("alembic_version"))
_NAMES = re.compile(r"^(down_revision|revision)\b[^=\n]*= *(?:['\"](\w+)['\"]|None)", re.MULTILINE)


def current() -> str:
    """The last step this database has taken; empty when it has taken none."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return ",".join(connection.scalars(_TAKEN))


def newest(folder: Path) -> str:
    """The last step there is."""
    steps = _steps(folder)
    return ",".join(sorted(set(steps) - set(steps.values())))


def is_known(folder: Path, revision: str) -> bool:
    """Is this one of our steps? If not, a newer version took it."""
    return revision in _steps(folder)


def is_old(folder: Path) -> bool:
    """Has this database some of our steps still before it? A newer schema than ours is well: each
    version of the software can live with the next one's."""
    there = current()
    return there != newest(folder) and (not there or is_known(folder, there))


@contextmanager
def telling_of_an_old_schema(folder: Path) -> Iterator[None]:
    """What breaks on tables and columns that are not there yet is no bug."""
    try:
        yield
    except DBAPIError as problem:
        if is_old(folder):
            raise OldSchema from problem
        raise


@lru_cache
def _steps(folder: Path) -> dict[str, str]:
    """Each with the one before it."""
    found = [dict(_NAMES.findall(file.read_text(encoding="utf-8")))
             for file in (folder / "versions").glob("*.py")]
    return {names["revision"]: names["down_revision"] for names in found}
