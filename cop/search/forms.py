"""What people type into the search box and choose beside it. Nothing in it is ever an error."""
import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from whoosh.query import And, NullQuery, NumericRange, Query

from cop.base.text import clean
from cop.search.box import values
from cop.search.box.parser import LONGEST, read
from cop.search.box.values import Here
from cop.search.box.words import KINDS
from cop.search.engines.protocol import DEEPEST, Search, Sort
from cop.vocabulary.lists import LANGUAGES, THEMES
from cop.vocabulary.regions import find_region, nearest

LONGEST_FILTER = 80  # characters
PAGE = 20
#: Results are counted by position; nobody reads on after so many.
LAST_PAGE = DEEPEST // PAGE
#: filter → its name in the address
FILTERS = {"kind": "kind", "language": "lang", "region": "region", "theme": "theme",
           "space": "space", "year": "year"}
#: Conditions in the language of the box: name in the address → what it asks for.
CONDITIONS: dict[str, Callable[[str, Here], Query | None]] = {
    "evidence": lambda value, here: values.leaf("evidence", f"{value}+", here),
    "from": lambda value, here: values.leaf("after", value, here),
    "to": values.until,
    "topic": lambda value, here: _topic(value),
}
#: filter → what it can be, where that is a closed list
KNOWN: dict[str, Container[str]] = {"kind": KINDS["en"], "language": LANGUAGES, "theme": THEMES}
#: how results are sorted → its name in the address
SORTS: dict[Sort, str] = {"relevance": "", "newest": "date", "helpful": "helpful"}


@dataclass(frozen=True)
class SearchForm:
    """The words and filters of an address, as they were given. `expand`: with the help of the
    thesaurus, or only the words that were typed. `grouped`: hits of one topic as one, but not where
    they are asked for by date, or in one topic."""

    q: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    sort: Sort = "relevance"
    page: int = 1
    after: int | None = None
    expand: bool = True
    grouped: bool = False

    @classmethod
    def read(cls, given: Any) -> "SearchForm":
        """From the arguments of an address. A region may be given by name."""
        names = {**FILTERS, **{name: name for name in CONDITIONS}}
        chosen = {name: clean(given.get(parameter, "")).strip()[:LONGEST_FILTER]
                  for name, parameter in names.items()}
        chosen["region"] = find_region(chosen["region"]) or chosen["region"]
        page, after = given.get("page", "1"), given.get("after", "")
        return cls(
            q=clean(given.get("q", ""))[:LONGEST + 1].strip(),
            filters=tuple((name, value) for name, value in chosen.items() if value),
            sort=sort_named(given.get("sort", "")),
            page=min(max(int(page), 1), LAST_PAGE) if re.fullmatch("[0-9]{1,4}", page) else 1,
            after=int(after) if re.fullmatch("[0-9]{1,19}", after) else None,
            expand=given.get("expand") != "0",
        )

    @property
    def filter_names(self) -> list[str]:
        return [name for name, _ in self.filters]

    @property
    def is_empty(self) -> bool:
        return not self.q and not self.filters

    def search(self, languages: tuple[str, ...], query: Query | None = None) -> Search:
        """What an engine is asked: the words as they are read without further knowledge, or
        `query`, and the filters."""
        if query is None and self.q:
            query = read(self.q).query or NullQuery
        asked = [query, *self._conditions()]
        wanted = [part for part in asked if part is not None]
        after = self.after if self.sort == "newest" else None
        return Search(
            query=And(wanted) if len(wanted) > 1 else wanted[0] if wanted else None,
            languages=languages, sort=self.sort, limit=PAGE,
            grouped=self.grouped and self.sort != "newest" and not self.chosen("topic"),
            filters={name: value for name, value in self.filters if name in FILTERS},
            offset=0 if after else (self.page - 1) * PAGE, after=after)

    def chosen(self, name: str) -> str:
        return dict(self.filters).get(name, "")

    def regions_meant(self) -> list[str]:
        """Regions that may be meant where none was found under what was given."""
        region = self.chosen("region")
        return nearest(region) if region and not find_region(region) else []

    def not_understood(self) -> list[tuple[str, str]]:
        """Filters by their names in the address, and what was given, where it says nothing to us.
        What there is no region or space for is told elsewhere, or nobody's business."""
        return [(FILTERS.get(name, name), value) for name, value in self.filters
                if not _is_understood(name, value)]

    def address(self, **changes: Any) -> str:
        """The query part of the address with some of it changed; a change begins at page one."""
        return "?" + urlencode(self.asked(**changes))

    def asked(self, **changes: Any) -> dict[str, str]:
        """The same as names and values, for forms."""
        filters = {name: changes.get(name, self.chosen(name)) for name in (*FILTERS, *CONDITIONS)}
        pairs = {"q": changes.get("q", self.q)}
        pairs |= {FILTERS.get(name, name): value for name, value in filters.items()}
        page, after = changes.get("page", 1), changes.get("after")
        pairs |= {"sort": SORTS[changes.get("sort", self.sort)],
                  "expand": "" if changes.get("expand", self.expand) else "0",
                  "page": str(page) if page > 1 else "", "after": str(after or "")}
        return {name: value for name, value in pairs.items() if value}

    def _conditions(self) -> list[Query]:
        asked = [condition(self.chosen(name), Here()) for name, condition in CONDITIONS.items()
                 if self.chosen(name)]
        return [query for query in asked if query is not None]


def _is_understood(name: str, value: str) -> bool:
    if name in CONDITIONS:
        return CONDITIONS[name](value, Here()) is not None
    if name == "year":
        return bool(re.fullmatch("[0-9]{4}", value))
    return value in KNOWN.get(name, (value,))


def _topic(value: str) -> Query | None:
    """All that is said in the topic with this number."""
    number = int(value) if re.fullmatch("[0-9]{1,9}", value) else 0
    return NumericRange("topic", number, number) if number else None


def sort_named(word: str) -> Sort:
    """What is meant in an address; the most fitting first when nothing is."""
    return next((sort for sort, name in SORTS.items() if word in (sort, name)), "relevance")
