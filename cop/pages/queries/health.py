"""Can this installation serve? What is wrong with it otherwise, in a sentence."""
from functools import lru_cache
from pathlib import Path

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError

from cop.base.db import db


def find_obstacle(migrations: Path) -> str:
    """Empty when the database answers and has the schema of this version."""
    try:
        there = MigrationContext.configure(db.session.connection()).get_current_heads()
    except SQLAlchemyError:
        db.session.rollback()
        return "The database cannot be reached."
    if set(there) != newest_schema(migrations):
        return "The database has another schema than this version: run `cop db upgrade`."
    return ""


@lru_cache
def newest_schema(migrations: Path) -> frozenset[str]:
    """The ids of the last migrations in this folder."""
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    return frozenset(ScriptDirectory.from_config(config).get_heads())
