"""The index: asked, and told what changed. What is findable of a thing is said in `entries.py`.

How it is looked after as a whole stands in `keeping.py`.
"""
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cop.base.content_version import change_index_version
from cop.base.db import db
from cop.base.jobs import enqueue, short_transaction
from cop.base.per_app import PerApp
from cop.people.models import Reader
from cop.search.engines.choosing import choose, make
from cop.search.engines.grouping import in_groups
from cop.search.engines.protocol import DEEPEST, Engine, Entry, Found, Search, key_of
from cop.search.models.home import IndexChange
from cop.search.queries import index as queries
from cop.search.queries.home import find_home_as_it_is, is_ordered, is_rebuilding
from cop.search.service.words import Vocabulary, learn

#: The job that builds it anew.
REINDEX = "search.reindex"


@dataclass
class _Place:
    """Where the index lies, which engine keeps it, and that engine once it was asked for."""

    folder: Path
    name: str
    engine: Engine | None = None


_place: PerApp[_Place] = PerApp(_Place(Path("index"), "auto"))


def use(folder: Path, name: str = "auto") -> None:
    """Set where the index lies and what keeps it, once, when the application is put together."""
    _place.set(_Place(folder, choose(name, db.engine)))


def folder() -> Path:
    return _place.get().folder


def engine() -> Engine:
    """The engine, opened when it is first asked for."""
    place = _place.get()
    if place.engine is None:
        place.engine = make(place.name, place.folder, db.engine)
    return place.engine


def find(reader: Reader, search: Search) -> Found:
    """One page of what the reader may see."""
    seen = replace(search, readers=queries.readers_tokens(reader))
    found = engine().search(seen)
    kept = queries.keep_visible(reader, found)
    return _grouped_anew(reader, seen) if search.grouped and kept is not found else kept


def _grouped_anew(reader: Reader, search: Search) -> Found:
    """Where the first of a topic was dropped, the next one stands for it."""
    found = queries.keep_visible(reader, engine().search(
        replace(search, grouped=False, offset=0, limit=DEEPEST)))
    groups = in_groups(hit.topic for hit in found.hits)
    shown = groups[search.offset:search.offset + search.room]
    return replace(found, groups=len(groups), hits=[
        replace(found.hits[first], more=more) for first, more in shown])


def index(things: Mapping[str, Iterable[int]], *, again: bool = False) -> None:
    """Bring the entries of these up to date (kind → ids); what is not findable is forgotten.

    A topic may be that of an event: it is looked for as both.
    While the index is built anew this is noted, for the new one; `again` is when it is told.
    """
    events = {"event": things["topic"]} if "topic" in things else {}
    wanted = [(kind, row_id) for kind, ids in {**events, **things}.items() for row_id in ids]
    for begin in range(0, len(wanted), queries.BATCH):
        part = _by_kind(wanted[begin:begin + queries.BATCH])
        if not again and is_rebuilding():
            with short_transaction():
                db.session.add_all(IndexChange(kind=kind, ids=ids) for kind, ids in part.items())
        vocabulary = Vocabulary()
        engine().put(vocabulary.read(_read(part)), instead_of=[
            key_of(kind, row_id) for kind, ids in part.items() for row_id in ids])
        with short_transaction():
            learn(vocabulary)
            change_index_version()
            _notice_loss()


def is_lost() -> bool:
    """Is there, in the place of the index that was filled, another one by now?"""
    home = find_home_as_it_is()
    return home is not None and home.generation != engine().generation


def fill_if_lost() -> None:
    if is_lost() and not is_ordered(REINDEX):
        enqueue(REINDEX)


def _notice_loss() -> None:
    """While people write it is noticed at once; else the clockwork does, within a minute."""
    home = find_home_as_it_is() if engine().serves_one_host else None
    if home and not home.rebuild:
        fill_if_lost()


def _by_kind(wanted: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    things: dict[str, list[int]] = {}
    for kind, row_id in wanted:
        things.setdefault(kind, []).append(row_id)
    return things


def _read(things: Mapping[str, list[int]]) -> Iterator[Entry]:
    """Read anew when the engine asks, which is when nobody else writes: who writes last has
    read last."""
    db.session.rollback()
    for kind, ids in things.items():
        yield from queries.list_entries(kind, ids)
    db.session.rollback()
