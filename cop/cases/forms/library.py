"""What somebody looks for in the library, as the address of the page says it.

What there is to look for stands in `facets.py`.
"""
from typing import Any

from werkzeug.datastructures import MultiDict

from cop.cases.facets import FACET, FACETS, ORDERS
from cop.cases.template import our_language
from cop.people.territory import unknown_region
from cop.vocabulary.regions import find_region

VIEWS = ("list", "table", "map")


class LibraryForm:
    """Filters, view and order; the address holds them all. What is unknown finds everything."""

    def __init__(self, sent: MultiDict[str, str]):
        typed = [words.strip() for words in sent.getlist("region") if words.strip()]
        self.unknown = [words for words in typed if not find_region(words)]
        self.wanted: dict[str, list[str]] = {}
        for facet in FACETS:
            given = sent.getlist(facet.name)
            if facet.name == "region":
                given = [find_region(words) or "" for words in typed]
            known = [code for code in dict.fromkeys(given) if code in facet.vocabulary]
            if known:
                self.wanted[facet.name] = [min(known)] if facet.at_least else known
        if sent.get("archived") == "1":
            self.wanted["archived"] = ["1"]
        self.view = sent.get("view") if sent.get("view") in VIEWS else "list"
        order = sent.get("sort", "")
        named = order.removeprefix("-")
        self.order = named if named in ORDERS else "published"
        self.descending = order.startswith("-") or named not in ORDERS
        self.after = sent.get("after", "")

    @property
    def unknown_region(self) -> str:
        """The sentence for a region that is not known; nothing when all is well."""
        return unknown_region(self.unknown[0], our_language()) if self.unknown else ""

    @property
    def chosen(self) -> list[tuple[str, str, str]]:
        """(facet, code, label) of every filter."""
        return [(name, code, FACET[name].named(code, our_language()))
                for name, codes in self.wanted.items() if name in FACET for code in codes]

    def asked(self, **changes: Any) -> dict[str, Any]:
        """What is asked for, as the address says it, with some of it otherwise (none: without)."""
        sort = ("-" if self.descending else "") + self.order
        said = {**self.wanted, "view": self.view if self.view != "list" else "",
                "sort": sort if sort != "-published" else ""} | changes
        return {name: value for name, value in said.items() if value}

    def with_value(self, name: str, code: str) -> dict[str, Any]:
        """The same with one more value of a facet, or another where one says how much at least."""
        others = [] if FACET[name].at_least else self.wanted.get(name, [])
        return self.asked(**{name: [*others, code]})

    def without(self, name: str, code: str) -> dict[str, Any]:
        return self.asked(**{name: [each for each in self.wanted[name] if each != code]})

    def sorted_by(self, name: str) -> dict[str, Any]:
        """Sorted by that, or the other way round where it is already; numbers begin with the
        most, words with A."""
        downward = not self.descending if self.order == name else name != "title"
        return self.asked(sort=("-" if downward else "") + name)
