"""What stands at the ends of a lowered tree: which leaves find, which only rank, what is marked."""
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from whoosh.query import And, Not, Or, Phrase, Prefix, Query, Term

from cop.search.engines.analysis import ROOT, Beginnings

#: Fields whose words stand in the body too.
PARTS = ("title", "summary", "tags")
#: Words of a phrase with so few letters are not marked: they stand everywhere.
LITTLE = 2


@dataclass
class Marks:
    """What is marked in a text: terms, and beginnings of words."""

    terms: set[str] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)

    @cached_property
    def firsts(self) -> Beginnings:
        """With which letters they begin, once all of them are there."""
        return Beginnings([*self.terms, *self.prefixes])


def marks_of(query: Query) -> Marks:
    """What is marked where this was looked for."""
    marks = Marks()
    for leaf in positive_leaves(query):
        if isinstance(leaf, Prefix):
            marks.prefixes.add(leaf.text)
        elif isinstance(leaf, Phrase):
            weighty = [term for term in leaf.words if len(term.rpartition(":")[2]) > LITTLE]
            marks.terms.update(weighty or leaf.words)
        elif isinstance(leaf, Term) and leaf.boost and leaf.fieldname != ROOT:
            marks.terms.add(leaf.text)
    return marks


def positive_leaves(query: Query) -> Iterator[Query]:
    """Those that are looked for, and not left out."""
    if isinstance(query, And | Or):
        for child in query.children():
            yield from positive_leaves(child)
    elif not isinstance(query, Not):
        yield query


def needed(either: Or) -> list[Query]:
    """Those of the leaves that decide what is found: the body holds all words, so whoever looks
    there need not look in its parts too. What is left out only ranks."""
    whole = {_said(leaf) for leaf in either if _field(leaf) == "body"}
    return [leaf for leaf in either if _field(leaf) not in PARTS or _said(leaf) not in whole]


def _field(leaf: Query) -> str | None:
    return leaf.fieldname if isinstance(leaf, Term | Phrase) else None


def _said(leaf: Any) -> tuple[str, ...]:
    return tuple(leaf.words) if isinstance(leaf, Phrase) else (leaf.text,)
