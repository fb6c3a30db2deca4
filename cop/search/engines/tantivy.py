"""The engine on one machine: tantivy, an index in a folder. What is looked for comes as a Search.

Each text lies in the fields of its own language, stemmed, and once more in `exact`, only folded.
"""
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from tantivy import (
    Document,
    Filter,
    Index,
    IndexWriter,
    Occur,
    Order,
    Query,
    Schema,
    SchemaBuilder,
    Snippet,
    SnippetGenerator,
    TextAnalyzer,
    TextAnalyzerBuilder,
    Tokenizer,
)

from cop.base.text import excerpt
from cop.search.engines.protocol import Entry, Found, Hit, Search

STEMMERS = {"it": "italian", "en": "english", "fr": "french", "es": "spanish", "de": "german",
            "fi": "finnish", "sv": "swedish", "pt": "portuguese", "nl": "dutch", "ro": "romanian",
            "ru": "russian", "tr": "turkish", "el": "greek", "hu": "hungarian", "da": "danish",
            "no": "norwegian", "ar": "arabic"}
OTHER = "xx"
FACETS = ("kind", "language")
TITLE_BOOST = 3.0
SNIPPET = 220  # characters
#: Grows when the fields change: an index of another version is built anew.
VERSION = 1
WAIT_FOR_LOCK = 15  # seconds


class TantivyEngine:
    """An index in `folder`. One process writes at a time, any number read."""

    def __init__(self, folder: Path):
        self.folder = folder / f"v{VERSION}"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.schema = _schema()
        self.index = Index(self.schema, str(self.folder))
        self.analyzers = _analyzers()
        for name, analyzer in self.analyzers.items():
            self.index.register_tokenizer(name, analyzer)

    def put(self, entries: Iterable[Entry]) -> None:
        with self._writing() as writer:
            for entry in entries:
                writer.delete_documents_by_term("key", entry.key)
                writer.add_document(_document(entry))

    def remove(self, keys: Iterable[str]) -> None:
        with self._writing() as writer:
            for key in keys:
                writer.delete_documents_by_term("key", key)

    def replace_all(self, entries: Iterable[Entry]) -> None:
        with self._writing() as writer:
            writer.delete_all_documents()
            for entry in entries:
                writer.add_document(_document(entry))

    def clear(self) -> None:
        self.replace_all(())

    def count(self) -> int:
        self.index.reload()
        return self.index.searcher().num_docs

    def stats(self) -> dict[str, Any]:
        size = sum(f.stat().st_size for f in self.folder.iterdir() if f.is_file())
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
        must = [(Occur.Must, self._anywhere([word], search)) for word in search.words]
        must += [(Occur.Must, self._anywhere(p.split(), search)) for p in search.phrases]
        must += [(Occur.MustNot, self._anywhere([word], search)) for word in search.without]
        if not search.words and not search.phrases:
            must.append((Occur.Must, Query.const_score_query(Query.all_query(), 1.0)))
        allowed = Query.term_set_query(self.schema, "reader", list(search.readers))
        must.append((Occur.Must, Query.const_score_query(allowed, 0.0)))
        for name, value in search.filters.items():
            wanted = Query.term_query(self.schema, name, value)
            must.append((Occur.Must, Query.const_score_query(wanted, 0.0)))
        return Query.boolean_query(must)

    def _anywhere(self, words: Sequence[str], search: Search) -> Query:
        """These words, in this order, in any of the reader's languages or as they stand."""
        languages = {_field(language) for language in search.languages} | {OTHER}
        wanted = [("title_" + code, code, TITLE_BOOST) for code in sorted(languages)]
        wanted += [("body_" + code, code, 1.0) for code in sorted(languages)]
        wanted += [("exact", OTHER, 1.0)]
        options = []
        for name, analyzer, boost in wanted:
            tokens = self.analyzers[analyzer].analyze(" ".join(words))
            if tokens:
                query = self._phrase(name, tokens)
                options.append((Occur.Should, Query.boost_query(query, boost)))
        return Query.boolean_query(options) if options else Query.all_query()

    def _phrase(self, name: str, tokens: list[str]) -> Query:
        if len(tokens) == 1:
            return Query.term_query(self.schema, name, tokens[0])
        return Query.phrase_query(self.schema, name, tokens)

    def _facet(self, searcher: Any, search: Search, name: str) -> dict[str, int]:
        """How many hits there would be for each value of this filter, the others kept."""
        others = {key: value for key, value in search.filters.items() if key != name}
        query = self._query(Search(**{**vars(search), "filters": others}))
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
            except ValueError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)


def _schema() -> Schema:
    builder = SchemaBuilder()
    for name in ("key", "kind", "language", "reader", "region", "theme", "space"):
        builder.add_text_field(name, stored=name in ("kind", "language"), fast=name in FACETS,
                               tokenizer_name="raw", index_option="basic")
    for code in [*STEMMERS, OTHER]:
        builder.add_text_field(f"title_{code}", stored=True, tokenizer_name=code)
        builder.add_text_field(f"body_{code}", stored=True, tokenizer_name=code)
    builder.add_text_field("exact", tokenizer_name=OTHER)
    builder.add_integer_field("at", stored=True, fast=True)
    builder.add_integer_field("id", stored=True)
    builder.add_text_field("shown", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _analyzers() -> dict[str, TextAnalyzer]:
    """One for each language: lower case, stem, fold; words too long to be words are dropped."""
    analyzers = {}
    for code, language in [*STEMMERS.items(), (OTHER, "")]:
        builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(60))
        builder = builder.filter(Filter.lowercase())
        builder = builder.filter(Filter.stemmer(language)) if language else builder
        analyzers[code] = builder.filter(Filter.ascii_fold()).build()
    return analyzers


def _field(language: str) -> str:
    return language if language in STEMMERS else OTHER


def _document(entry: Entry) -> Document:
    code = _field(entry.language)
    document = Document()
    for name, values in {
        "key": [entry.key], "kind": [entry.kind], "language": [entry.language],
        "reader": entry.readers, "region": entry.regions, "theme": entry.themes,
        "space": [entry.space], f"title_{code}": [entry.title], f"body_{code}": [entry.body],
        "exact": [entry.title, entry.body], "shown": [json.dumps(entry.shown)],
    }.items():
        for value in values:
            document.add_text(name, value)
    document.add_integer("at", int(entry.at.timestamp()))
    document.add_integer("id", entry.id)
    return document


def _hit(document: Document, snippet: Callable[[Document, str], Snippet]) -> Hit:
    language = document.get_first("language")
    title, body = f"title_{_field(language)}", f"body_{_field(language)}"
    return Hit(
        kind=document.get_first("kind"), id=document.get_first("id"), language=language,
        title=_mark(snippet(document, title), document.get_first(title) or "", whole=True),
        snippet=_mark(snippet(document, body), document.get_first(body) or "", whole=False),
        at=datetime.fromtimestamp(document.get_first("at"), UTC),
        shown=json.loads(document.get_first("shown")),
    )


def _mark(snippet: Snippet, text: str, *, whole: bool) -> str:
    """Safe HTML of a text (or of the part around what matched), matches in <mark>."""
    part, shift = snippet.fragment_range(), 0
    source = text.encode()  # tantivy counts bytes
    matches = snippet.highlighted()
    if whole:
        shift = part.start if matches else 0
    elif matches:
        source = source[part.start:part.end]
    else:
        return escape(excerpt(text, SNIPPET))
    pieces, here = [], 0
    for match in matches:
        pieces += [_html(source[here:match.start + shift]), "<mark>",
                   _html(source[match.start + shift:match.end + shift]), "</mark>"]
        here = match.end + shift
    marked = "".join(pieces) + _html(source[here:])
    return marked if whole else _with_gaps(marked, part, len(text.encode()))


def _html(text: bytes) -> str:
    return escape(text.decode(errors="ignore"))


def _with_gaps(marked: str, part: Any, length: int) -> str:
    return f"{'… ' if part.start else ''}{marked}{' …' if part.end < length else ''}"
