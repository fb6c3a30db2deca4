"""The engine in pure Python: Whoosh, an index in a folder. For where no other can be had.

It finds the same and ranks the same way, much slower. What a search looks for is said in
`lowering.py`; Whoosh runs that tree as it is.
"""
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from math import log
from pathlib import Path
from typing import Any

from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, ID, KEYWORD, NUMERIC, STORED, TEXT, Schema
from whoosh.index import FileIndex, create_in, open_dir
from whoosh.query import And, Query
from whoosh.scoring import BM25F
from whoosh.searching import Searcher
from whoosh.writing import CLEAR, SegmentWriter

from cop.search.engines import analysis
from cop.search.engines.analysis import PLAIN, PLAIN_TITLE, ROOT
from cop.search.engines.generations import Generations
from cop.search.engines.grouping import in_groups
from cop.search.engines.keeping import hit_of, kept_of
from cop.search.engines.lowering import Lowered, lower, lower_begun, terms_for
from cop.search.engines.protocol import (
    CODES,
    DEEPEST,
    FACETS,
    TEXTS,
    Entry,
    Found,
    Hit,
    Search,
    key_of,
)
from cop.search.ranking import weight_of

#: Grows when the fields or the terms change: each version has folders of its own, filled anew.
VERSION = 6
WAIT_FOR_LOCK = 15  # seconds
ORDER = {"newest": "moment", "helpful": "merit"}
#: Between the values of an entry in one facet.
COMMA = b"\x1f"
NUMBERS = ("moment", "merit", "adopted", "helpful", "topic")
LEAST_BOOST = 1e-9


class WhooshEngine:
    """An index in `folder`. One process writes at a time, any number read."""

    serves_one_host = True
    index: FileIndex

    def __init__(self, folder: Path):
        self.generations = Generations(folder, f"whoosh-v{VERSION}", make=_make)
        self.opened = ""

    @property
    def generation(self) -> str:
        return self.generations.current()

    def put(self, entries: Iterable[Entry], *, instead_of: Iterable[str] = ()) -> None:
        with self._writing() as writer:
            new = {entry.key: entry for entry in entries}
            for key in {*instead_of, *new}:
                writer.delete_by_term("key", key)
            for entry in new.values():
                writer.add_document(**document_of(entry))

    def remove(self, keys: Iterable[str]) -> None:
        self.put((), instead_of=keys)

    def replace_all(self, entries: Iterable[Entry]) -> None:
        with self.generations.beside() as name:
            with _committing(open_dir(self.generations.path(name)).writer()) as writer:
                for entry in entries:
                    writer.add_document(**document_of(entry))
            lock = self._take_current_lock()
            try:
                self.generations.swap(name)
            finally:
                lock.cancel()
        self.generations.sweep()

    def clear(self) -> None:
        with self._writing(mergetype=CLEAR):
            pass

    def count(self) -> int:
        with self._searcher() as searcher:
            return searcher.doc_count()

    def digests(self) -> dict[str, str]:
        with self._searcher() as searcher:
            kept = [json.loads(fields["entry"]) for fields in searcher.reader().all_stored_fields()]
        return {key_of(each["kind"], each["id"]): each["digest"] for each in kept}

    def stats(self) -> dict[str, Any]:
        files = self.generations.path(self.generation).iterdir()
        size = sum(file.stat().st_size for file in files if file.exists())
        return {"engine": "whoosh", "entries": self.count(), "bytes": size}

    def search(self, search: Search) -> Found:
        lowered = lower(search)
        with self._searcher() as searcher:
            (kept, groups), found = _page(searcher, lowered, search), _matching(searcher, lowered)
            facets = {name: _counted(searcher, name, _matching(searcher, lowered, but=name)
                                     if name in lowered.filters else found)
                      for name in search.facets}
            return Found(hits=[hit_of(each, lowered.marks) for each in kept], total=len(found),
                         facets=facets, groups=groups,
                         after=kept[-1]["moment"] if kept and search.sort == "newest" else None)

    def suggest(self, prefix: str, readers: Sequence[str], limit: int = 8) -> list[Hit]:
        lowered = lower_begun(prefix, readers)
        with self._searcher() as searcher:
            kept, _groups = _page(searcher, lowered, Search(limit=limit))
        return [hit_of(each | {"text": ""}, lowered.marks) for each in kept]

    def count_with(self, words: Iterable[str], languages: Sequence[str]) -> dict[str, int]:
        with self._searcher() as searcher:
            return {word: max(searcher.doc_frequency(*term) for term in terms_for(word, languages))
                    for word in words}

    def _searcher(self) -> Searcher:
        return self.generations.look(self._look_at, trouble=(Exception,))

    def _look_at(self, name: str) -> Searcher:
        if name != self.opened:
            self.index, self.opened = open_dir(self.generations.path(name)), name
        return self.index.searcher(weighting=Weighting())

    @contextmanager
    def _writing(self, **how: Any) -> Iterator[SegmentWriter]:
        with _committing(self._take_current_lock(), **how) as writer:
            yield writer

    def _take_current_lock(self) -> SegmentWriter:
        """The writer of what is current once we have it: while one waits, all may be built anew."""
        while True:
            self._searcher().close()
            name, writer = self.opened, self.index.writer(timeout=WAIT_FOR_LOCK, delay=0.05)
            if name == self.generations.current():
                return writer
            writer.cancel()


def _make(folder: Path) -> None:
    create_in(folder, make_schema())


@contextmanager
def _committing(writer: SegmentWriter, **how: Any) -> Iterator[SegmentWriter]:
    try:
        yield writer
    except BaseException:
        writer.cancel()
        raise
    writer.commit(**how)


class Weighting(BM25F):
    """BM25 as tantivy reckons it, times the weight of the entry."""

    use_final = True

    def __init__(self) -> None:
        super().__init__(B=0.75, K1=1.2)
        self._weights: Any = None

    def idf(self, searcher: Searcher, fieldname: str, text: str) -> float:
        parent = searcher.get_parent()
        found, every = parent.doc_frequency(fieldname, text), parent.doc_count_all()
        return log(1 + (every - found + 0.5) / (found + 0.5))

    def final(self, searcher: Searcher, docnum: int, score: float) -> float:
        self._weights = self._weights or searcher.reader().column_reader("weight")
        return score * self._weights[docnum]


def make_schema() -> Schema:
    terms = SpaceSeparatedTokenizer()
    return Schema(
        key=ID(unique=True), entry=STORED(), weight=COLUMN(NumericColumn("d")), reader=KEYWORD(),
        **{name: KEYWORD() for name in CODES},
        **{f"facet_{name}": COLUMN(VarBytesColumn()) for name in FACETS},
        **{name: TEXT(terms) for name in (*TEXTS, PLAIN, PLAIN_TITLE)},
        **{ROOT: TEXT(terms, phrase=False)},
        **{name: NUMERIC(int, bits=64, sortable=True) for name in NUMBERS})


def document_of(entry: Entry) -> dict[str, Any]:
    codes = entry.codes()
    terms = {name: " ".join(some) for name, some in analysis.terms_of(entry).items()}
    return {
        "key": entry.key, "entry": json.dumps(kept_of(entry, codes)), "weight": weight_of(entry),
        **{name: " ".join(values) for name, values in codes.items() if values},
        **{f"facet_{name}": COMMA.join(value.encode() for value in codes[name])
           for name in FACETS},
        **{name: text for name, text in terms.items() if text},
        **{name: getattr(entry, name) for name in NUMBERS}}


def _page(searcher: Searcher, lowered: Lowered, search: Search
          ) -> tuple[list[dict[str, Any]], int | None]:
    """What is kept of each hit, and in how many groups they are."""
    order: dict[str, Any] = {}
    if search.sort in ORDER:
        order = {"sortedby": ORDER[search.sort], "reverse": True}
    last = search.offset + search.room
    wanted = lowered.wanted.accept(_scoring_something)
    results = searcher.search(wanted, filter=And(lowered.conditions()),
                              limit=DEEPEST if search.grouped else max(last, 1), **order)
    if not search.grouped:
        return [json.loads(hit["entry"]) for hit in results[search.offset:last]], None
    topics = searcher.reader().column_reader("topic")
    groups = in_groups(topics[docnum] for _score, docnum in results.top_n)
    return [json.loads(results[first]["entry"]) | {"more": more}
            for first, more in groups[search.offset:last]], len(groups)


def _scoring_something(query: Query) -> Query:
    """Whoosh drops hits that score nothing, as those would that codes alone find."""
    return query.with_boost(LEAST_BOOST) if query.boost == 0 else query


def _matching(searcher: Searcher, lowered: Lowered, but: str = "") -> set[int]:
    """The numbers of all that is found, without the filter of one facet."""
    query: Query = And([lowered.wanted, *lowered.conditions(but=but)])
    return set(searcher.docs_for_query(query))


def _counted(searcher: Searcher, name: str, found: Collection[int]) -> dict[str, int]:
    """How many of these there are for each value of a facet."""
    if not found:
        return {}
    values = searcher.reader().column_reader(f"facet_{name}")
    totals: Counter[str] = Counter()
    for joined, number in Counter(values[docnum] for docnum in found).items():
        totals.update({value.decode(): number for value in joined.split(COMMA) if value})
    return dict(totals)
