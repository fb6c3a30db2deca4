"""Looking after the index as a whole: where it is at home, built anew, whether it is whole.

What changes in it day by day is told to it in `index.py`.
"""
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from cop.base.clock import now
from cop.base.content_version import change_index_version
from cop.base.db import db, insert_missing
from cop.base.errors import Conflict
from cop.base.jobs import job, short_transaction
from cop.search.models.home import IndexHome
from cop.search.queries import home as home_queries
from cop.search.queries import index as queries
from cop.search.service.index import REINDEX, engine, fill_if_lost, folder, index, is_lost
from cop.search.service.words import Vocabulary, relearn

#: A host that was not seen for so long has gone.
GONE = timedelta(minutes=5)
#: Whoever builds the index anew for so long has given up without a word.
LONGEST_REBUILD = timedelta(hours=2)
RECOUNT = "search.count_words_anew"


@dataclass(frozen=True)
class Difference:
    """Of one kind: how many things are findable, and which of them the index does not know,
    knows otherwise, or knows for nothing."""

    findable: int
    missing: list[str]
    outdated: list[str]
    surplus: list[str]

    def __bool__(self) -> bool:
        return bool(self.missing or self.outdated or self.surplus)


@job(REINDEX, outside=True, slow=True)
def fill() -> None:
    """Build it anew unless it is whole by now."""
    lost = is_lost()
    db.session.rollback()
    if lost:
        reindex()


def reindex() -> int:
    """Build the whole index anew while the old one is being searched and written. How many entries
    it has. What was written meanwhile is told to the new one too."""
    rebuild = _begin_rebuild()
    vocabulary = Vocabulary()
    engine().replace_all(vocabulary.read(queries.list_all_entries()))
    with short_transaction():
        relearn(vocabulary)
    while not _finish_rebuild(rebuild):
        _catch_up()
    return engine().count()


@job(RECOUNT, outside=True, slow=True)
def count_words_anew() -> None:
    """What was edited or deleted since is counted no more."""
    vocabulary = Vocabulary()
    for _entry in vocabulary.read(queries.list_all_entries()):
        pass
    with short_transaction():
        relearn(vocabulary)


def claim_home() -> None:
    """Say at start that the index lies on this host; one that is not whole is filled.

    Conflict when it lies on another host that is at work, unless it is one for many hosts.
    """
    home = _home()
    elsewhere = engine().serves_one_host and home.host != _host()
    if elsewhere and home.seen_at > now() - GONE:
        raise Conflict(_(
            "Another host keeps the search index of this database, and this engine serves one "
            "host. Stop that one (it is forgotten after five minutes), run all processes there, or "
            "keep the index in PostgreSQL."))
    home.host, home.seen_at = _host(), now()
    db.session.flush()
    fill_if_lost()


def forget_home() -> None:
    """The database was put here from elsewhere: where its index lay means nothing any more."""
    if home := home_queries.find_home():
        db.session.delete(home)
        db.session.flush()


def look_after() -> None:
    """Say that this host is still at work, unless another has taken over, and fill the index
    should it have been lost or damaged."""
    home = home_queries.find_home()
    if home and (home.host == _host() or not engine().serves_one_host):
        home.host, home.seen_at = _host(), now()
        if not home.rebuild or (home.rebuild_began_at or now()) < now() - LONGEST_REBUILD:
            fill_if_lost()


def compare() -> dict[str, Difference]:
    """What the database says against what the index says, by kind. It reads all of both."""
    indexed = engine().digests()
    return {kind: _difference(kind, {
        key: digest for key, digest in indexed.items() if key.startswith(f"{kind}:")})
            for kind in queries.KINDS}


def status() -> dict[str, Any]:
    """Facts for whoever looks after the index."""
    home, waiting = home_queries.find_home_as_it_is(), home_queries.read_waiting()
    return engine().stats() | {
        "waiting": waiting.count, "lag": waiting.seconds, "parked": waiting.parked,
        "rebuilt_at": _told(home and home.rebuilt_at),
        "rebuild_since": _told(home and home.rebuild and home.rebuild_began_at),
        "whole": bool(home) and not is_lost()}


def _home() -> IndexHome:
    """Processes that begin at the same moment all write the first one: one of them is heard."""
    if not home_queries.find_home():
        insert_missing(IndexHome, [{"id": IndexHome.ONLY, "host": _host(), "seen_at": now()}])
    return home_queries.find_home()


def _begin_rebuild() -> str:
    """From here on, what is indexed is noted. Whoever began before is not waited for."""
    with short_transaction():
        home = _home()
        home.rebuild, home.rebuild_began_at = secrets.token_hex(8), now()
        home_queries.forget_changes()
        return home.rebuild


def _finish_rebuild(rebuild: str) -> bool:
    """False where something is left that the new index must be told of first."""
    with short_transaction():
        home = _home()
        if home.rebuild != rebuild:  # somebody began after us, and will finish
            return True
        if home_queries.count_changes():
            return False
        home.generation, home.rebuilt_at = engine().generation, now()
        home.rebuild, home.rebuild_began_at = "", None
        change_index_version()
        return True


def _catch_up() -> None:
    """Tell the index once more of what was written while it was built."""
    last, things = home_queries.read_changes()
    db.session.rollback()
    index(things, again=True)
    with short_transaction():
        home_queries.forget_changes(up_to=last)


def _difference(kind: str, indexed: Mapping[str, str]) -> Difference:
    findable = {entry.key: entry.digest for entry in queries.list_all_entries([kind])}
    return Difference(
        findable=len(findable), missing=sorted(findable.keys() - indexed.keys()),
        outdated=sorted(key for key in findable.keys() & indexed.keys()
                        if findable[key] != indexed[key]),
        surplus=sorted(indexed.keys() - findable.keys()))


def _told(moment: datetime | str | None) -> str:
    return moment.isoformat(timespec="seconds") if isinstance(moment, datetime) else ""


def _host() -> str:
    """A name for the host whose data lie here, made up once: of two processes that do, one wins.

    It stands beside the index, which may be thrown away.
    """
    file = folder().parent / "index-host"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f"index-host.{secrets.token_hex(8)}")
        draft.write_text(secrets.token_hex(16))
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text()
