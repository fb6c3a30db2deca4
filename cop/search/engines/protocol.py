"""What a search engine takes and gives. Which rows a reader may see is asked again of the database.

An engine knows nothing of people or features: it keeps entries and finds them.
"""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One findable thing. `readers` are tokens: public, members or space:3.

    `regions` hold the codes with all codes that contain them; `shown` is given back with a hit.
    """

    kind: str
    id: int
    language: str
    title: str
    body: str
    readers: tuple[str, ...]
    at: datetime
    regions: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    space: str = ""
    shown: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return key_of(self.kind, self.id)


def key_of(kind: str, row_id: int) -> str:
    """The name of a thing in the index."""
    return f"{kind}:{row_id}"


@dataclass(frozen=True, kw_only=True)
class Search:
    """What is looked for. Words are all wanted; `phrases` too, in their order; `without` not.

    `without` holds words and phrases. What has neither letter nor digit is passed over; where
    nothing else was given, nothing is found. Without any words everything is that the filters
    let through.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    readers: tuple[str, ...] = ("public",)
    filters: Mapping[str, str] = field(default_factory=dict)
    newest_first: bool = False
    offset: int = 0
    limit: int = 20


@dataclass(frozen=True, kw_only=True)
class Hit:
    """Something found. `title` and `snippet` are safe HTML with <mark> around what matched."""

    kind: str
    id: int
    language: str
    title: str
    snippet: str
    at: datetime
    shown: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Found:
    """One page of hits, how many there are in all, and how many for each value of each facet.

    A facet counts what there would be without its own filter, the others kept.
    """

    hits: Sequence[Hit]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class Engine(Protocol):
    """Keeps entries and finds them."""

    def put(self, entries: Iterable[Entry], *, instead_of: Iterable[str] = ()) -> None:
        """Store entries; what had their keys, or the keys in `instead_of`, is forgotten.

        The entries are asked for while nobody else writes. Readers see all of it at once, and
        see it when this returns; when it fails they see nothing of it.
        """

    def remove(self, keys: Iterable[str]) -> None:
        """Forget these; unknown keys are no error."""

    def replace_all(self, entries: Iterable[Entry]) -> None:
        """Forget everything and store these, as `put` does."""

    def search(self, search: Search) -> Found: ...

    def count(self) -> int: ...

    def clear(self) -> None: ...

    def stats(self) -> dict[str, Any]:
        """For `cop search status`: at least `engine` and `entries`."""
