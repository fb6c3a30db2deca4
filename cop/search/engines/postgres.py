"""The engine on many hosts: PostgreSQL, the index in a table of the database, without extensions.

What is stored and put together again is said in `lexemes.py`, what a search looks for in
`lowering.py`, the SQL in `queries/entries.py` and `service/entries.py`.
"""
import json
import time
from collections.abc import Iterable, Sequence
from typing import Any

from cop.base.db import reading_engine
from cop.search.engines.keeping import hit_of
from cop.search.engines.lexemes import any_lexeme
from cop.search.engines.lowering import lower, lower_begun, terms_for
from cop.search.engines.protocol import Entry, Found, Hit, Search, key_of
from cop.search.queries import entries as queries
from cop.search.service import entries as service

#: How long is gone by what PostgreSQL counted; seconds.
READ_EVERY = 600


class PostgresEngine:
    """A table of `database`, an engine of SQLAlchemy."""

    serves_one_host = False

    def __init__(self, database: Any):
        self.database = database
        self.common: dict[str, float] = {}
        self.read_at = float("-inf")

    @property
    def generation(self) -> str:
        with self.database.connect() as connection:
            return queries.read_generation(connection)

    def put(self, entries: Iterable[Entry], *, instead_of: Iterable[str] = ()) -> None:
        with self.database.begin() as connection:
            service.wait_for_turn(connection)
            service.forget(connection, instead_of)
            service.store(connection, entries)

    def remove(self, keys: Iterable[str]) -> None:
        self.put((), instead_of=keys)

    def replace_all(self, entries: Iterable[Entry]) -> None:
        with self.database.begin() as connection:
            service.store_beside(connection, entries)
            service.put_in_place(connection)
        with self.database.begin() as connection:
            service.count_words(connection)
        self.read_at = float("-inf")

    def clear(self) -> None:
        with self.database.begin() as connection:
            service.wait_for_turn(connection)
            service.forget_all(connection)

    def digests(self) -> dict[str, str]:
        with self.database.connect() as connection:
            kept = map(json.loads, queries.list_all_kept(connection))
            return {key_of(each["kind"], each["id"]): each["digest"] for each in kept}

    def count(self) -> int:
        with self.database.connect() as connection:
            return queries.count_entries(connection)

    def stats(self) -> dict[str, Any]:
        with self.database.connect() as connection:
            size = queries.size_of_index(connection)
        return {"engine": "postgres", "entries": self.count(), "bytes": size}

    def search(self, search: Search) -> Found:
        lowered = lower(search)
        with reading_engine().connect() as connection:
            rows = queries.find(connection, lowered, search, self._common(connection))
        hits = [json.loads(kept) | {"more": more} for kept, more in rows.page]
        return Found(hits=[hit_of(each, lowered.marks) for each in hits], total=rows.total,
                     facets=rows.facets, groups=rows.groups,
                     after=hits[-1]["moment"] if hits and search.sort == "newest" else None)

    def suggest(self, prefix: str, readers: Sequence[str], limit: int = 8) -> list[Hit]:
        lowered = lower_begun(prefix, readers)
        with reading_engine().connect() as connection:
            found = queries.list_weightiest(connection, lowered, limit)
        return [hit_of(json.loads(each) | {"text": ""}, lowered.marks) for each in found]

    def count_with(self, words: Iterable[str], languages: Sequence[str]) -> dict[str, int]:
        terms = {word: any_lexeme(terms_for(word, languages)) for word in words}
        with reading_engine().connect() as connection:
            return queries.count_with(connection, terms)

    def _common(self, connection: Any) -> dict[str, float]:
        """How common words are; read now and then, as it is counted now and then."""
        if time.monotonic() > self.read_at + READ_EVERY:
            self.common, self.read_at = queries.read_common(connection), time.monotonic()
        return self.common
