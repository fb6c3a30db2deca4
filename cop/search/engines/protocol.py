"""What a search engine takes and gives. Which rows a reader may see is asked again of the database.

An engine knows nothing of people or features: it keeps entries and finds them.
"""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One findable thing. `readers` are tokens: public, members, space:3 or person:7.

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
    shown: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, kw_only=True)
class Search:
    """What is looked for. Words are all wanted; `phrases` too, in their order; `without` not."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    readers: tuple[str, ...] = ("public",)
    filters: dict[str, str] = field(default_factory=dict)
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
    shown: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Found:
    """One page of hits, how many there are in all, and how many for each value of each filter."""

    hits: Sequence[Hit]
    total: int
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


class Engine(Protocol):
    """Keeps entries and finds them."""

    def put(self, entries: Iterable[Entry]) -> None:
        """Store entries; what had their keys is replaced. Found by all readers when it returns."""

    def remove(self, keys: Iterable[str]) -> None:
        """Forget these; unknown keys are no error."""

    def replace_all(self, entries: Iterable[Entry]) -> None:
        """Forget everything and store these, seen by readers all at once."""

    def search(self, search: Search) -> Found: ...

    def count(self) -> int: ...

    def clear(self) -> None: ...

    def stats(self) -> dict[str, Any]:
        """For `cop search status`: at least `engine` and `entries`."""
