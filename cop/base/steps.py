"""Which steps the database schema has taken and which there are, without the tool that takes them:
every web process is asked this again and again. How they are taken stands in `schema.py`.
"""
import re
from functools import lru_cache
from pathlib import Path

from sqlalchemy import column, inspect, select, table

from cop.base.db import db

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


@lru_cache
def _steps(folder: Path) -> dict[str, str]:
    """Each with the one before it."""
    found = [dict(_NAMES.findall(file.read_text(encoding="utf-8")))
             for file in (folder / "versions").glob("*.py")]
    return {names["revision"]: names["down_revision"] for names in found}
