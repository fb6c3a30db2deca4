"""The engine on one machine: tantivy, an index in a folder.

What lies in the index is said in `tantivy_fields.py`, what a search looks for in `lowering.py`.
"""
import json
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tantivy import FieldType, Index, IndexWriter, Occur, Order, Query
from whoosh import query as whoosh

from cop.search.engines.generations import Generations
from cop.search.engines.keeping import hit_of
from cop.search.engines.lowering import Lowered, lower, lower_begun, terms_for
from cop.search.engines.protocol import Entry, Found, Hit, Search, key_of
from cop.search.engines.tantivy_fields import (
    TERMS,
    VERSION,
    document_of,
    make_analyzer,
    make_schema,
)

MOST_VALUES = 100  # of a facet
WAIT_FOR_LOCK = 15  # seconds
ORDER = {"newest": "moment", "helpful": "merit"}


class TantivyEngine:
    """An index in `folder`. One process writes at a time, any number read."""

    serves_one_host = True
    index: Index

    def __init__(self, folder: Path):
        self.generations = Generations(folder, f"v{VERSION}", make=_make)
        self.opened = ""
        self.schema = make_schema()

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
            with _committing(_take_lock(_open(self.generations.path(name)))) as writer:
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
        kept = (json.loads(searcher.doc(at).get_first("entry")) for _, at in everything)
        return {key_of(each["kind"], each["id"]): each["digest"] for each in kept}

    def stats(self) -> dict[str, Any]:
        size = 0
        for file in self.generations.path(self.generation).iterdir():
            with suppress(FileNotFoundError):  # merged away meanwhile
                size += file.stat().st_size
        return {"engine": "tantivy", "entries": self.count(), "bytes": size}

    def search(self, search: Search) -> Found:
        searcher, lowered = self._searcher(), lower(search)
        query = self._narrowed(lowered.wanted, lowered.conditions())
        kept, total = self._page(searcher, query, search)
        return Found(hits=[hit_of(each, lowered.marks) for each in kept], total=total,
                     facets=self._facets(searcher, query, lowered, search.facets),
                     after=kept[-1]["moment"] if kept and search.sort == "newest" else None)

    def suggest(self, prefix: str, readers: Sequence[str], limit: int = 8) -> list[Hit]:
        searcher, lowered = self._searcher(), lower_begun(prefix, readers)
        query = self._narrowed(lowered.wanted, lowered.conditions())
        kept, _ = self._page(searcher, query, Search(limit=limit))
        return [hit_of(each | {"text": ""}, lowered.marks) for each in kept]

    def count_with(self, words: Iterable[str], languages: Sequence[str]) -> dict[str, int]:
        searcher = self._searcher()
        return {word: max(searcher.doc_freq(*term) for term in terms_for(word, languages))
                for word in words}

    def _searcher(self) -> Any:
        return self.generations.look(self._look_at, trouble=(ValueError, OSError))

    def _look_at(self, name: str) -> Any:
        if name != self.opened:
            self.index, self.opened = _open(self.generations.path(name)), name
        self.index.reload()
        return self.index.searcher()

    def _page(self, searcher: Any, query: Query, search: Search) -> tuple[list[Any], int]:
        """What is kept of each hit, and how many there are."""
        order: dict[str, Any] = {"weight_by_field": "weight"}
        if search.sort in ORDER:
            order = {"order_by_field": ORDER[search.sort], "order": Order.Desc}
        result = searcher.search(query, limit=max(search.room, 1), offset=search.offset, **order)
        hits = result.hits[:search.room]
        return [json.loads(searcher.doc(at).get_first("entry")) for _, at in hits], result.count

    def _facets(self, searcher: Any, query: Query, lowered: Lowered,
                names: Iterable[str]) -> dict[str, dict[str, int]]:
        """Those without a filter of their own are counted together, the others each by itself."""
        free = [name for name in names if name not in lowered.filters]
        counts = _counted(searcher, query, free)
        for name in set(names) - set(free):
            others = self._narrowed(lowered.wanted, lowered.conditions(but=name))
            counts |= _counted(searcher, others, [name])
        return counts

    def _narrowed(self, wanted: whoosh.Query, conditions: Iterable[whoosh.Query]) -> Query:
        must = [(Occur.Must, self._query(wanted))]
        must += [(Occur.Must, Query.const_score_query(self._query(each), 0.0))
                 for each in conditions]
        return Query.boolean_query(must)

    def _query(self, tree: whoosh.Query) -> Query:
        """The same tree, in the classes of tantivy."""
        match tree:
            case whoosh.And():
                return Query.boolean_query([self._part(child) for child in tree])
            case whoosh.Or():
                return Query.boolean_query([(Occur.Should, self._query(child)) for child in tree])
            case whoosh.Every():
                return Query.const_score_query(Query.all_query(), 1.0)
            case whoosh.NullQuery:
                return Query.empty_query()
            case whoosh.NumericRange():
                return Query.const_score_query(self._range(tree), 0.0)
        return Query.boost_query(self._words(tree), tree.boost)

    def _part(self, child: whoosh.Query) -> tuple[Occur, Query]:
        if isinstance(child, whoosh.Not):
            return Occur.MustNot, self._query(child.query)
        return Occur.Must, self._query(child)

    def _words(self, leaf: Any) -> Query:
        match leaf:
            case whoosh.Phrase():
                return Query.phrase_query(self.schema, leaf.fieldname, leaf.words)
            case whoosh.Prefix():
                begun = re.escape(leaf.text) + ".*"
                return Query.regex_query(self.schema, leaf.fieldname, begun)
        return Query.term_query(self.schema, leaf.fieldname, leaf.text)

    def _range(self, tree: Any) -> Query:
        return Query.range_query(self.schema, tree.fieldname, FieldType.Integer, tree.start,
                                 tree.end, not tree.startexcl, not tree.endexcl)

    @contextmanager
    def _writing(self) -> Iterator[IndexWriter]:
        with _committing(self._take_current_lock()) as writer:
            yield writer
        self.index.reload()

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


def _take_lock(index: Index) -> IndexWriter:
    """The writer; another process may hold it for a moment."""
    until = time.monotonic() + WAIT_FOR_LOCK
    while True:
        try:
            return index.writer(heap_size=64_000_000, num_threads=1)
        except ValueError as problem:
            if "LockBusy" not in str(problem) or time.monotonic() > until:
                raise
            time.sleep(0.05)
