"""Which engine runs: as the settings say, or the best there is.

Those in a folder are loaded when they are chosen: who runs one needs the library of no other.
"""
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from cop.search.engines.postgres import PostgresEngine
from cop.search.engines.protocol import Engine

#: name, which is that of the module → class
IN_A_FOLDER = {"tantivy": "TantivyEngine", "whoosh": "WhooshEngine"}


def choose(wanted: str, database: Any) -> str:
    """The name of the engine for what was wanted; `database` is an engine of SQLAlchemy."""
    if wanted != "auto":
        return wanted
    if database.dialect.name == "postgresql":
        return "postgres"
    return "tantivy" if find_spec("tantivy") else "whoosh"


def make(name: str, folder: Path, database: Any) -> Engine:
    """One in the database, the others in the folder."""
    if name == "postgres":
        return PostgresEngine(database)
    module = import_module(f"cop.search.engines.{name}")
    engine: Engine = getattr(module, IN_A_FOLDER[name])(folder)
    return engine
