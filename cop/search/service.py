"""Keeping the index true, and asking it. What is findable of a thing is said in `entries.py`."""
import logging
import secrets
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from flask_babel import gettext as _
from sqlalchemy import select

from cop.base.clock import now
from cop.base.db import db
from cop.base.errors import Conflict
from cop.people.models import Reader
from cop.search import queries
from cop.search.engines.protocol import Engine, Found, Search
from cop.search.engines.tantivy import TantivyEngine
from cop.search.models import IndexHome

log = logging.getLogger(__name__)

#: A host that was not seen for so long has gone.
GONE = timedelta(minutes=5)

_folder = Path()
_engines: dict[Path, Engine] = {}


def use(folder: Path) -> None:
    """Set where the index lies, once, when the application is put together."""
    global _folder
    _folder = folder


def engine() -> Engine:
    """The engine, opened when it is first asked for."""
    if _folder not in _engines:
        _engines[_folder] = TantivyEngine(_folder)
    return _engines[_folder]


def find(reader: Reader, search: Search) -> Found:
    """One page of what the reader may see."""
    seen = Search(**{**vars(search), "readers": queries.readers_tokens(reader)})
    return queries.keep_visible(reader, engine().search(seen))


def index(kind: str, ids: Sequence[int]) -> None:
    """Bring the entries of these things up to date; what is no longer findable is forgotten."""
    if not ids:
        return
    found = queries.list_entries(kind, ids)
    db.session.rollback()
    gone = {f"{kind}:{row_id}" for row_id in ids} - {entry.key for entry in found}
    if gone:
        engine().remove(gone)
    if found:
        engine().put(found)


def reindex() -> int:
    """Build the whole index anew while the old one is being searched. How many entries it has."""
    engine().replace_all(queries.list_all_entries())
    return engine().count()


def claim_home() -> None:
    """Say that the index lies on this host. Conflict when it lies on another that is at work."""
    home = db.session.scalar(select(IndexHome)) or IndexHome(host=_host(), seen_at=now())
    if home.host != _host() and home.seen_at > now() - GONE:
        raise Conflict(_(
            "Another host keeps the search index of this database: tantivy serves one host. "
            "Stop that one (it is forgotten after five minutes) or run all processes there."))
    home.host, home.seen_at = _host(), now()
    db.session.add(home)


def _host() -> str:
    """A name for this index folder, made up once."""
    file = _folder / "host"
    if not file.exists():
        _folder.mkdir(parents=True, exist_ok=True)
        file.write_text(secrets.token_hex(16))
    return file.read_text()
