"""The engine on one machine: tantivy, an index in a folder. What is looked for comes as a Search.

How texts lie in the index is said in `tantivy_fields.py`, how matches are marked in `marking.py`.
"""
import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tantivy import Document, Index, IndexWriter, Occur, Order, Query, Snippet, SnippetGenerator

from cop.base.text import excerpt
from cop.search.engines.marking import marked
from cop.search.engines.protocol import Entry, Found, Hit, Search
from cop.search.engines.tantivy_fields import (
    FACETS,
    OTHER,
    VERSION,
    document_of,
    field_of,
    make_analyzers,
    make_schema,
)

TITLE_BOOST = 3.0
SNIPPET = 220  # characters
WAIT_FOR_LOCK = 15  # seconds


class TantivyEngine:
    """An index in `folder`. One process writes at a time, any number read."""

    def __init__(self, folder: Path):
        self.folder = folder / f"v{VERSION}"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.schema = make_schema()
        self.index = Index(self.schema, str(self.folder))
        self.analyzers = make_analyzers()
        for name, analyzer in self.analyzers.items():
            self.index.register_tokenizer(name, analyzer)

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
        with self._writing() as writer:
            writer.delete_all_documents()
            for entry in entries:
                writer.add_document(document_of(entry))

    def clear(self) -> None:
        self.replace_all(())

    def count(self) -> int:
        self.index.reload()
        return self.index.searcher().num_docs

    def stats(self) -> dict[str, Any]:
        size = 0
        for file in self.folder.iterdir():
            with suppress(FileNotFoundError):  # merged away meanwhile
                size += file.stat().st_size
        return {"engine": "tantivy", "entries": self.count(), "bytes": size}

    def search(self, search: Search) -> Found:
        self.index.reload()
        searcher = self.index.searcher()
        query = self._query(search)
        order = {"order_by_field": "at", "order": Order.Desc} if search.newest_first else {}
        result = searcher.search(query, limit=search.limit, offset=search.offset, **order)
        documents = [searcher.doc(address) for _, address in result.hits]
        return Found(
            hits=self._hits(searcher, query, documents), total=result.count,
            facets={name: self._facet(searcher, search, name) for name in FACETS},
        )

    def _query(self, search: Search) -> Query:
        wanted = self._all_of((*search.words, *search.phrases), search.languages)
        if not wanted and (search.words or search.phrases):
            return Query.empty_query()
        must = [(Occur.Must, query) for query in wanted or [_everything()]]
        must += [(Occur.MustNot, q) for q in self._all_of(search.without, search.languages)]
        allowed = Query.term_set_query(self.schema, "reader", list(search.readers))
        must.append((Occur.Must, Query.const_score_query(allowed, 0.0)))
        for name, value in search.filters.items():
            chosen = Query.term_query(self.schema, name, value)
            must.append((Occur.Must, Query.const_score_query(chosen, 0.0)))
        return Query.boolean_query(must)

    def _all_of(self, texts: Iterable[str], languages: Iterable[str]) -> list[Query]:
        """A query for each text that has words in it."""
        options = (self._anywhere(text, languages) for text in texts)
        return [Query.boolean_query(either) for either in options if either]

    def _anywhere(self, text: str, languages: Iterable[str]) -> list[tuple[Occur, Query]]:
        """These words in this order: in a text of one of the languages, or as they stand."""
        fields = sorted({field_of(language) for language in languages} | {OTHER})
        wanted = [(f"title_{code}", code, TITLE_BOOST) for code in fields]
        wanted += [(f"body_{code}", code, 1.0) for code in fields] + [("exact", OTHER, 1.0)]
        options = []
        for name, analyzer, boost in wanted:
            if tokens := self.analyzers[analyzer].analyze(text):
                query = self._phrase(name, tokens)
                options.append((Occur.Should, Query.boost_query(query, boost)))
        return options

    def _phrase(self, name: str, tokens: list[str]) -> Query:
        if len(tokens) == 1:
            return Query.term_query(self.schema, name, tokens[0])
        return Query.phrase_query(self.schema, name, tokens)

    def _facet(self, searcher: Any, search: Search, name: str) -> dict[str, int]:
        """How many hits there would be for each value of this filter, the others kept."""
        others = {key: value for key, value in search.filters.items() if key != name}
        query = self._query(replace(search, filters=others))
        counted = searcher.aggregate(query, {"f": {"terms": {"field": name, "size": 50}}})
        return {b["key"]: int(b["doc_count"]) for b in counted["f"]["buckets"]}

    def _hits(self, searcher: Any, query: Query, documents: list[Document]) -> list[Hit]:
        makers: dict[str, SnippetGenerator] = {}

        def snippet(document: Document, name: str) -> Snippet:
            if name not in makers:
                makers[name] = SnippetGenerator.create(searcher, query, self.schema, name)
                makers[name].set_max_num_chars(SNIPPET)
            return makers[name].snippet_from_doc(document)

        return [_hit(document, snippet) for document in documents]

    @contextmanager
    def _writing(self) -> Iterator[IndexWriter]:
        writer = self._take_lock()
        try:
            yield writer
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        finally:
            writer.wait_merging_threads()
        self.index.reload()

    def _take_lock(self) -> IndexWriter:
        """The writer; another process may hold it for a moment."""
        until = time.monotonic() + WAIT_FOR_LOCK
        while True:
            try:
                return self.index.writer(heap_size=64_000_000, num_threads=1)
            except ValueError as problem:
                if "LockBusy" not in str(problem) or time.monotonic() > until:
                    raise
                time.sleep(0.05)


def _everything() -> Query:
    return Query.const_score_query(Query.all_query(), 1.0)


def _hit(document: Document, snippet: Callable[[Document, str], Snippet]) -> Hit:
    language = document.get_first("language")
    title, body = f"title_{field_of(language)}", f"body_{field_of(language)}"
    return Hit(
        kind=document.get_first("kind"), id=document.get_first("id"), language=language,
        title=_mark_all(snippet(document, title), document.get_first(title) or ""),
        snippet=_mark_part(snippet(document, body), document.get_first(body) or ""),
        at=datetime.fromtimestamp(document.get_first("at"), UTC),
        shown=json.loads(document.get_first("shown")),
    )


def _mark_all(snippet: Snippet, text: str) -> str:
    return marked(text, _matches(snippet))


def _mark_part(snippet: Snippet, text: str) -> str:
    """Around what matched; the beginning where only the title did."""
    matches, part = _matches(snippet), snippet.fragment_range()
    return marked(text, matches, (part.start, part.end)) if matches else marked(
        excerpt(text, SNIPPET), ())


def _matches(snippet: Snippet) -> list[tuple[int, int]]:
    """Where they are in the whole text; tantivy counts them from the fragment's beginning."""
    shift = snippet.fragment_range().start
    return [(m.start + shift, m.end + shift) for m in snippet.highlighted()]
