"""What a search engine takes and gives. Which rows a reader may see is asked again of the database.

An engine knows nothing of people or features: it keeps entries and finds them. What is looked for
is a tree of Whoosh's query classes; how its words become terms is said in `lowering.py`.
"""
import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, Protocol

from whoosh.query import Query

#: In a tree, this field (or none) means: anywhere in the text.
ANYWHERE = "text"
#: Fields of text, in which words are looked for.
TEXTS = ("title", "summary", "body", "tags")
#: Fields of codes, which are compared as they are. In a tree `lang` is the language.
CODES = ("kind", "language", "region", "theme", "space", "evidence", "status", "is", "author",
         "year")
#: Fields of numbers, for ranges; `at` takes moments.
NUMBERS = ("adopted", "helpful", "topic", "at")
#: What is counted beside the hits.
FACETS = ("kind", "language", "region", "theme", "space", "evidence", "year")
#: By position nobody reads on after so many; by date a page begins after the one before.
DEEPEST = 500

Sort = Literal["relevance", "newest", "helpful"]


@dataclass(frozen=True, kw_only=True)
class Version:
    """The same thing in another language. `machine` translated it, if no person did."""

    language: str
    title: str
    text: str
    machine: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One findable thing. `readers` are tokens: public, members or space:3. By the words of `more`
    it is found, and they are not shown: what is shown is read again for each hit.

    `regions` and `themes` hold the codes with all codes that contain them; `shown` is given back
    with a hit. `author` is an id and no name. `states` are what `is:` asks for: question, solved,
    unanswered, accepted (an answer its asker accepted) …; `adopted` and `helpful` say how many
    people did or said so. `topic` is the number of the topic it belongs to, if it does.
    """

    kind: str
    id: int
    language: str
    title: str
    body: str
    readers: tuple[str, ...]
    at: datetime
    more: str = ""
    summary: str = ""
    tags: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    space: str = ""
    author: int | None = None
    status: str = ""
    evidence: str = ""
    states: tuple[str, ...] = ()
    adopted: int = 0
    helpful: int = 0
    topic: int = 0
    shown: Mapping[str, Any] = field(default_factory=dict)
    versions: tuple[Version, ...] = ()

    @property
    def key(self) -> str:
        return key_of(self.kind, self.id)

    @property
    def languages(self) -> list[str]:
        """In which it can be read, its own first."""
        return [self.language, *(version.language for version in self.versions)]

    @property
    def digest(self) -> str:
        """Of all it says: two entries with the same are the same."""
        said = json.dumps(vars(self), sort_keys=True, default=str)
        return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()

    @property
    def moment(self) -> int:
        """When it was written, as a number no other entry has: pages by date begin after it."""
        return first_moment(self.at) | zlib.crc32(self.key.encode()) >> 3

    @property
    def merit(self) -> int:
        """What orders the most helpful first; of equals the newest."""
        return (self.helpful + self.adopted << 34) + int(self.at.timestamp())

    def codes(self) -> dict[str, list[str]]:
        """The values of each field of codes, and who may read it as `reader`."""
        values: dict[str, Iterable[Any]] = {
            "kind": [self.kind], "language": self.languages, "region": self.regions,
            "theme": self.themes, "space": [self.space], "evidence": [self.evidence],
            "status": [self.status], "is": self.states, "author": [self.author],
            "year": [self.at.year], "reader": self.readers}
        return {name: [str(value) for value in some if value not in ("", None)]
                for name, some in values.items()}


def key_of(kind: str, row_id: int) -> str:
    """The name of a thing in the index."""
    return f"{kind}:{row_id}"


def first_moment(at: datetime) -> int:
    """The least number an entry of this second can have; naive moments are UTC."""
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return int(aware.timestamp()) << 29


@dataclass(frozen=True, kw_only=True)
class Search:
    """What is looked for. The tree may hold And, Or, Not, AndNot, Term, Phrase, Prefix,
    NumericRange, DateRange and Every; words stand in it as somebody typed them.

    A field is ANYWHERE or None, one of TEXTS, CODES, NUMBERS; a field of text with @it looks only
    in texts of that language; a boost makes a branch weigh more or
    less. What has neither letter nor digit is passed over; where nothing else was given, nothing
    is found. Without a query everything is found that the filters let through.

    `after` continues a list of the newest: the `Found.after` of the page before. Where `grouped`,
    of the first DEEPEST hits those of one topic are one, shown by the first of them.
    """

    query: Query | None = None
    languages: tuple[str, ...] = ()
    readers: tuple[str, ...] = ("public",)
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 20
    after: int | None = None
    grouped: bool = False
    facets: tuple[str, ...] = FACETS

    @property
    def room(self) -> int:
        """How many hits this page may have: the list ends at DEEPEST where positions count."""
        return max(0, min(self.limit, DEEPEST - self.offset))


@dataclass(frozen=True, kw_only=True)
class Hit:
    """Something found. `title` and `snippet` are safe HTML with <mark> around what matched;
    `codes` are its values in each facet; `more` tells how many hits of its topic it stands for
    beside itself."""

    kind: str
    id: int
    language: str
    title: str
    snippet: str
    at: datetime
    shown: Mapping[str, Any]
    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    topic: int = 0
    more: int = 0


@dataclass(frozen=True, kw_only=True)
class Found:
    """One page of hits, how many there are in all, and how many for each value of each facet.

    A facet counts what there would be without its own filter, the others kept. `after` is where
    the next page of the newest begins. `groups`: how many there are, where hits were grouped.
    """

    hits: Sequence[Hit]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    after: int | None = None
    groups: int | None = None

    @property
    def length(self) -> int:
        """How many hits or groups there are to turn pages through."""
        return self.total if self.groups is None else self.groups


class Engine(Protocol):
    """Keeps entries and finds them."""

    #: Does the index lie on one host, which nobody else can read or write?
    serves_one_host: bool

    @property
    def generation(self) -> str:
        """A name for what lies there now: another one whenever all was replaced, or lost."""

    def put(self, entries: Iterable[Entry], *, instead_of: Iterable[str] = ()) -> None:
        """Store entries; what had their keys, or the keys in `instead_of`, is forgotten.

        The entries are asked for while nobody else writes. Readers see all of it at once, and
        see it when this returns; when it fails they see nothing of it.
        """

    def remove(self, keys: Iterable[str]) -> None:
        """Forget these; unknown keys are no error."""

    def replace_all(self, entries: Iterable[Entry]) -> None:
        """Forget everything and store these, built beside what is searched meanwhile and put in
        its place at once; when it fails nothing is changed.

        What is put meanwhile may be among the forgotten: who calls this puts it again.
        """

    def search(self, search: Search) -> Found: ...

    def suggest(self, prefix: str, readers: Sequence[str], limit: int = 8) -> list[Hit]:
        """Titles with these words, the last of them begun; the weightiest first. No snippets."""

    def count_with(self, words: Iterable[str], languages: Sequence[str]) -> dict[str, int]:
        """In how many entries each word stands, in any of its forms. For our own reckoning:
        it looks at all entries, whoever may read them."""

    def digests(self) -> dict[str, str]:
        """The key of each entry, and the digest of what is stored of it."""

    def count(self) -> int: ...

    def clear(self) -> None: ...

    def stats(self) -> dict[str, Any]:
        """For `cop search status`: at least `engine` and `entries`."""
