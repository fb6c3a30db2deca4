"""Keeping the index true, and asking it. What is findable of a thing is said in `entries.py`."""
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from flask_babel import gettext as _

from cop.base.clock import now
from cop.base.db import db
from cop.base.errors import Conflict
from cop.base.jobs import enqueue, job
from cop.base.per_app import PerApp
from cop.people.models import Reader
from cop.search.engines.protocol import Engine, Entry, Found, Search, key_of
from cop.search.engines.tantivy import TantivyEngine
from cop.search.models.home import IndexHome
from cop.search.queries import index as queries

#: A host that was not seen for so long has gone.
GONE = timedelta(minutes=5)

_folder: PerApp[Path] = PerApp(Path("index"))
_engines: dict[Path, Engine] = {}


def use(folder: Path) -> None:
    """Set where the index lies, once, when the application is put together."""
    _folder.set(folder)


def engine() -> Engine:
    """The engine, opened when it is first asked for."""
    folder = _folder.get()
    if folder not in _engines:
        _engines[folder] = TantivyEngine(folder)
    return _engines[folder]


def find(reader: Reader, search: Search) -> Found:
    """One page of what the reader may see."""
    seen = replace(search, readers=queries.readers_tokens(reader))
    return queries.keep_visible(reader, engine().search(seen))


def index(things: Mapping[str, Iterable[int]]) -> None:
    """Bring the entries of these up to date (kind → ids); what is not findable is forgotten."""
    for kind, ids in things.items():
        wanted = list(ids)
        for begin in range(0, len(wanted), queries.BATCH):
            _index(kind, wanted[begin:begin + queries.BATCH])


@job("search.reindex", outside=True)
def reindex() -> int:
    """Build the whole index anew while the old one is being searched. How many entries it has."""
    engine().replace_all(queries.list_all_entries())
    return engine().count()


def claim_home() -> None:
    """Say at start that the index lies on this host; an empty index orders its filling.

    Conflict when it lies on another host that is at work.
    """
    home = queries.find_home() or IndexHome(id=IndexHome.ONLY, host=_host(), seen_at=now())
    if home.host != _host() and home.seen_at > now() - GONE:
        raise Conflict(_(
            "Another host keeps the search index of this database: tantivy serves one host. "
            "Stop that one (it is forgotten after five minutes) or run all processes there."))
    if home.host != _host() or not engine().count():
        enqueue("search.reindex")
    home.host, home.seen_at = _host(), now()
    db.session.add(home)


def stay_home() -> None:
    """Say that this host is still at work, unless another has taken over."""
    home = queries.find_home()
    if home and home.host == _host():
        home.seen_at = now()


def _index(kind: str, ids: list[int]) -> None:
    engine().put(_read(kind, ids), instead_of=[key_of(kind, row_id) for row_id in ids])


def _read(kind: str, ids: list[int]) -> Iterator[Entry]:
    """Read anew when the engine asks, which is when nobody else writes: who writes last has
    read last."""
    db.session.rollback()
    yield from queries.list_entries(kind, ids)
    db.session.rollback()


def _host() -> str:
    """A name for this index folder, made up once: of two processes that do, one wins."""
    file = _folder.get() / "host"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f"host.{secrets.token_hex(8)}")
        draft.write_text(secrets.token_hex(16))
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text()
