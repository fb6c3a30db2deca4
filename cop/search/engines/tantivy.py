"""The engine on one machine: tantivy, an index in a folder.

What lies in the index is said in `tantivy_fields.py`, how it is asked in `tantivy_asking.py`.
"""
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tantivy import Index, IndexWriter, Order, Query

from cop.search.engines.generations import Generations, Stamp, stamp_of
from cop.search.engines.grouping import in_groups
from cop.search.engines.keeping import hit_of
from cop.search.engines.lowering import Lowered, lower, lower_begun, terms_for
from cop.search.engines.protocol import DEEPEST, Entry, Found, Hit, Search, key_of
from cop.search.engines.tantivy_asking import Asking
from cop.search.engines.tantivy_fields import (
    TERMS,
    VERSION,
    document_of,
    make_analyzer,
    make_schema,
)

MOST_VALUES = 100  # of a facet
WAIT_FOR_LOCK = 15  # seconds
#: Bytes in memory before they are written down: the fewer parts an index has, the faster it is
#: searched. What is built anew is one part, up to some hundred thousand entries.
ROOM, ROOM_TO_BUILD = 16_000_000, 256_000_000
ORDER = {"newest": "moment", "helpful": "merit"}


class TantivyEngine:
    """An index in `folder`. One process writes at a time, any number read."""

    serves_one_host = True
    index: Index
    #: Which state of which file the searches see.
    seen: Stamp | None

    def __init__(self, folder: Path):
        self.generations = Generations(folder, f"v{VERSION}", make=_make)
        self.opened, self.seen = "", None
        self.asking = Asking(make_schema())

    @property
    def generation(self) -> str:
        return self.generations.current()

    def put(self, entries: Iterable[Entry], *, instead_of: Iterable[str] = ()) -> None:
        with self._writing() as writer:
            for key in instead_of:
                writer.delete_documents_by_term("key", key)
            for entry in entries:
                writer.delete_documents_by_term("key", entry.key)
                writer.add_document(document_of(entry))

    def remove(self, keys: Iterable[str]) -> None:
        self.put((), instead_of=keys)

    def replace_all(self, entries: Iterable[Entry]) -> None:
        with self.generations.beside() as name:
            with _committing(_take_lock(
                    _open(self.generations.path(name)), ROOM_TO_BUILD)) as writer:
                for entry in entries:
                    writer.add_document(document_of(entry))
            lock = self._take_current_lock()
            try:
                self.generations.swap(name)
            finally:
                lock.wait_merging_threads()
        self.generations.sweep()

    def clear(self) -> None:
        with self._writing() as writer:
            writer.delete_all_documents()

    def count(self) -> int:
        return self._searcher().num_docs

    def digests(self) -> dict[str, str]:
        searcher = self._searcher()
        everything = searcher.search(Query.all_query(), limit=max(searcher.num_docs, 1)).hits
        kept = (_kept(searcher, at) for _score, at in everything)
        return {key_of(each["kind"], each["id"]): each["digest"] for each in kept}

    def stats(self) -> dict[str, Any]:
        size = 0
        for file in self.generations.path(self.generation).iterdir():
            with suppress(FileNotFoundError):  # merged away meanwhile
                size += file.stat().st_size
        return {"engine": "tantivy", "entries": self.count(), "bytes": size}

    def search(self, search: Search) -> Found:
        searcher, lowered = self._searcher(), lower(search)
        kept, total, groups = self._page(searcher, lowered, search)
        return Found(hits=[hit_of(each, lowered.marks) for each in kept], total=total,
                     groups=groups,
                     facets=self._facets(searcher, lowered, search.facets),
                     after=kept[-1]["moment"] if kept and search.sort == "newest" else None)

    def suggest(self, prefix: str, readers: Sequence[str], limit: int = 8) -> list[Hit]:
        searcher, lowered = self._searcher(), lower_begun(prefix, readers)
        kept, _total, _groups = self._page(searcher, lowered, Search(limit=limit))
        return [hit_of(each | {"text": ""}, lowered.marks) for each in kept]

    def count_with(self, words: Iterable[str], languages: Sequence[str]) -> dict[str, int]:
        searcher = self._searcher()
        return {word: max(searcher.doc_freq(*term) for term in terms_for(word, languages))
                for word in words}

    def _searcher(self) -> Any:
        return self.generations.look(self._look_at, trouble=(ValueError, OSError))

    def _look_at(self, name: str) -> Any:
        folder = self.generations.path(name)
        if name != self.opened:
            self.index, self.opened, self.seen = _open(folder), name, None
        if self.seen != (seen := stamp_of(folder / "meta.json")):
            self.index.reload()
            self.seen = seen
        return self.index.searcher()

    def _page(self, searcher: Any, lowered: Lowered, search: Search
              ) -> tuple[list[dict[str, Any]], int, int | None]:
        """What is kept of each hit, how many there are, and in how many groups."""
        order: dict[str, Any] = {"weight_by_field": "weight"}
        if search.sort in ORDER:
            order = {"order_by_field": ORDER[search.sort], "order": Order.Desc}
        if not search.grouped:
            order |= {"limit": max(search.room, 1), "offset": search.offset}
        query = self.asking.query(lowered, ranks=search.sort not in ORDER)
        result = searcher.search(query, **{"limit": DEEPEST} | order)
        places = [place for _score, place in result.hits]
        if not search.grouped:
            return [_kept(searcher, at) for at in places[:search.room]], result.count, None
        groups = in_groups(searcher.fast_field_values("topic", places))
        shown = groups[search.offset:search.offset + search.room]
        return [_kept(searcher, places[first]) | {"more": more} for first, more in shown
                ], result.count, len(groups)

    def _facets(self, searcher: Any, lowered: Lowered,
                names: Iterable[str]) -> dict[str, dict[str, int]]:
        """Those without a filter of their own are counted together, the others each by itself."""
        free = [name for name in names if name not in lowered.filters]
        counts = _counted(searcher, self.asking.query(lowered, ranks=False), free)
        for name in set(names) - set(free):
            others = self.asking.query(lowered, but=name, ranks=False)
            counts |= _counted(searcher, others, [name])
        return counts

    @contextmanager
    def _writing(self) -> Iterator[IndexWriter]:
        with _committing(self._take_current_lock()) as writer:
            yield writer
        self.seen = None

    def _take_current_lock(self) -> IndexWriter:
        """The writer of what is current once we have it: while one waits, all may be built anew."""
        while True:
            self._searcher()
            name, writer = self.opened, _take_lock(self.index)
            if name == self.generations.current():
                return writer
            writer.wait_merging_threads()


def _counted(searcher: Any, query: Query, names: Iterable[str]) -> dict[str, dict[str, int]]:
    wanted = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names}
    counted = searcher.aggregate(query, wanted) if wanted else {}
    return {name: {each["key"]: int(each["doc_count"]) for each in facet["buckets"]}
            for name, facet in counted.items()}


def _kept(searcher: Any, place: Any) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(searcher.doc(place).get_first("entry"))
    return kept


def _make(folder: Path) -> None:
    Index(make_schema(), str(folder))


def _open(folder: Path) -> Index:
    index = Index.open(str(folder))
    index.register_tokenizer(TERMS, make_analyzer())
    return index


@contextmanager
def _committing(writer: IndexWriter) -> Iterator[IndexWriter]:
    try:
        yield writer
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        writer.wait_merging_threads()


def _take_lock(index: Index, room: int = ROOM) -> IndexWriter:
    """The writer; another process may hold it for a moment."""
    until = time.monotonic() + WAIT_FOR_LOCK
    while True:
        try:
            return index.writer(heap_size=room, num_threads=1)
        except ValueError as problem:
            if "LockBusy" not in str(problem) or time.monotonic() > until:
                raise
            time.sleep(0.05)
