"""What people type into the search box and choose beside it."""
import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from cop.base.text import clean
from cop.search.engines.protocol import Search
from cop.vocabulary.regions import find_region

LONGEST = 1000  # characters
MOST_WORDS = 64
PAGE = 20
#: Results are counted by position; nobody reads on after so many.
LAST_PAGE = 25
FILTERS = ("kind", "language", "region", "theme", "space")
#: filter → its name in the address
PARAMETERS = {"kind": "kind", "language": "lang", "region": "region", "theme": "theme",
              "space": "space"}
PIECES = re.compile(r'"([^"]*)"?|(\S+)')


@dataclass(frozen=True)
class SearchForm:
    """The words and filters of an address, as they were given."""

    q: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    newest_first: bool = False
    page: int = 1

    @classmethod
    def read(cls, given: Any) -> "SearchForm":
        """From the arguments of an address; what makes no sense is left out."""
        given_filters = {name: given.get(PARAMETERS[name], "").strip()[:80] for name in FILTERS}
        region = given_filters["region"]
        given_filters["region"] = find_region(region) or region if region else ""
        number = given.get("page", "1")
        return cls(
            q=clean(given.get("q", "")).strip()[:LONGEST],
            filters=tuple((name, value) for name, value in given_filters.items() if value),
            newest_first=given.get("sort") == "date",
            page=min(max(int(number), 1), LAST_PAGE) if re.fullmatch("[0-9]{1,4}", number) else 1,
        )

    def search(self, languages: tuple[str, ...]) -> Search:
        """Words are all wanted; "phrases" in their order; -words are not."""
        phrases, words, without = [], [], []
        for phrase, word in PIECES.findall(self.q)[:MOST_WORDS]:
            if phrase.strip():
                phrases.append(phrase)
            elif len(word) > 1 and word.startswith("-"):
                without.append(word[1:])
            elif word.strip('"'):
                words.append(word.strip('"'))
        return Search(
            words=tuple(words), phrases=tuple(phrases), without=tuple(without),
            languages=languages, filters=dict(self.filters), newest_first=self.newest_first,
            offset=(self.page - 1) * PAGE, limit=PAGE)

    def chosen(self, name: str) -> str:
        return dict(self.filters).get(name, "")

    def address(self, **changes: Any) -> str:
        """The query part of the address with some of it changed: filters by name, page, sort."""
        filters = dict(self.filters) | {k: v for k, v in changes.items() if k in FILTERS}
        pairs = {"q": self.q} | {PARAMETERS[name]: value for name, value in filters.items()}
        page = changes.get("page", 1)
        newest = changes.get("newest_first", self.newest_first)
        pairs |= {"sort": "date" if newest else "", "page": str(page) if page > 1 else ""}
        return "?" + urlencode({name: value for name, value in pairs.items() if value})

    def at_page(self, page: int) -> "SearchForm":
        return replace(self, page=page)
