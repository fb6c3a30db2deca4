"""What people type into the search box and choose beside it. Nothing in it is ever an error."""
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from whoosh.query import And, Not, Phrase, Query, Term

from cop.base.text import clean
from cop.search.engines.protocol import ANYWHERE, Search
from cop.vocabulary.regions import find_region, nearest

LONGEST = 1000  # characters
MOST_WORDS = 64
LONGEST_FILTER = 80  # characters
PAGE = 20
#: Results are counted by position; nobody reads on after so many.
LAST_PAGE = 25
#: filter → its name in the address
FILTERS = {"kind": "kind", "language": "lang", "region": "region", "theme": "theme",
           "space": "space"}
#: A phrase in quotes (the second may be missing) or a word, with or without a minus before it.
PIECES = re.compile(r'(-?)"([^"]*)(?:"|$)|(\S+)')


@dataclass(frozen=True)
class SearchForm:
    """The words and filters of an address, as they were given."""

    q: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    newest_first: bool = False
    page: int = 1

    @classmethod
    def read(cls, given: Any) -> "SearchForm":
        """From the arguments of an address. A region may be given by name."""
        chosen = {name: clean(given.get(parameter, "")).strip()[:LONGEST_FILTER]
                  for name, parameter in FILTERS.items()}
        chosen["region"] = find_region(chosen["region"]) or chosen["region"]
        number = given.get("page", "1")
        return cls(
            q=clean(given.get("q", ""))[:LONGEST].strip(),
            filters=tuple((name, value) for name, value in chosen.items() if value),
            newest_first=given.get("sort") == "date",
            page=min(max(int(number), 1), LAST_PAGE) if re.fullmatch("[0-9]{1,4}", number) else 1,
        )

    def search(self, languages: tuple[str, ...]) -> Search:
        return Search(
            query=self.query(), languages=languages, filters=dict(self.filters),
            sort="newest" if self.newest_first else "relevance",
            offset=(self.page - 1) * PAGE, limit=PAGE)

    def query(self) -> Query | None:
        """Words are all wanted; "phrases" in their order; -words and -"phrases" are not."""
        wanted: list[Query] = []
        for minus, phrase, word in PIECES.findall(self.q)[:MOST_WORDS]:
            if phrase:
                said = Phrase(ANYWHERE, phrase.split())
                wanted.append(Not(said) if minus else said)
            elif len(word) > 1 and word.startswith("-"):
                wanted.append(Not(Term(ANYWHERE, word[1:])))
            elif word:
                wanted.append(Term(ANYWHERE, word))
        return And(wanted) if wanted else None

    def chosen(self, name: str) -> str:
        return dict(self.filters).get(name, "")

    def regions_meant(self) -> list[str]:
        """Regions that may be meant where none was found under what was given."""
        region = self.chosen("region")
        return nearest(region) if region and not find_region(region) else []

    def address(self, **changes: Any) -> str:
        """The query part of the address with some of it changed: filters by name, page, sort."""
        chosen = {name: changes.get(name, self.chosen(name)) for name in FILTERS}
        page = changes.get("page", 1)
        newest = changes.get("newest_first", self.newest_first)
        pairs = {"q": self.q} | {FILTERS[name]: value for name, value in chosen.items()}
        pairs |= {"sort": "date" if newest else "", "page": str(page) if page > 1 else ""}
        return "?" + urlencode({name: value for name, value in pairs.items() if value})
