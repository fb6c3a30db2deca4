"""The concepts of the thesaurus with their terms in every language, and how edits change them.

Which words of a search mean a concept is said in `matching.py`. Edits are replayed in their order.
"""
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from cop.vocabulary.lists import THEMES
from cop.vocabulary.words import alphabetical, comparable

#: What an edit can do; what `language`, `term` and `other` of the edit hold.
ACTS = ("add", "prefer", "retire", "broader", "relate", "unrelate")
#: How cautions are written in the data file: `language:term=rule`. They hold for the same letters
#: in any language.
_CAUTION = re.compile(r"\w+:([^=|]+)=([^|]+)")


@dataclass(frozen=True)
class Name:
    """A term in a language. `caution` says when it is meant, in the words of the data file."""

    language: str
    term: str
    preferred: bool = False
    caution: str = ""


@dataclass
class Concept:
    """What several terms mean. `match` and `eurovoc` link it to the same concept in EuroVoc."""

    code: str
    names: list[Name] = field(default_factory=list)
    broader: str = ""
    related: set[str] = field(default_factory=set)
    eurovoc: str = ""
    match: str = ""

    def label(self, language: str) -> str:
        """The preferred term in that language, else in English, else any."""
        found = {name.language: name.term for name in self.names if name.preferred}
        return found.get(language) or found.get("en") or next(iter(found.values()), self.code)

    def names_in(self, language: str) -> list[Name]:
        """The preferred term first."""
        mine = [name for name in self.names if name.language == language]
        return sorted(mine, key=lambda name: not name.preferred)


class Edit(Protocol):
    """One change, as the database keeps it."""

    act: str
    concept: str
    language: str
    term: str
    other: str


class Thesaurus:
    """All concepts. Never changed once made; concepts that lost all their names are gone."""

    def __init__(self, concepts: Iterable[Concept]):
        known = {concept.code: concept for concept in concepts if concept.names}
        self.concepts = known
        self.narrower: dict[str, list[str]] = {}
        for concept in known.values():
            concept.related &= known.keys()
            concept.broader = concept.broader if concept.broader in known else ""
            self.narrower.setdefault(concept.broader, []).append(concept.code)
        self._terms = [(comparable(name.term), name, concept.code)
                       for concept in known.values() for name in concept.names]
        self._codes = {folded: code for folded, _, code in reversed(self._terms)}
        self._codes |= {comparable(code): code for code in known}

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts.values())

    def find(self, words: str) -> str | None:
        """The code of the concept with such a term, in any language."""
        return self._codes.get(comparable(words))

    def in_order(self, codes: Iterable[str], language: str) -> list[str]:
        """Sorted by what they are called in that language."""
        return sorted(codes, key=lambda code: alphabetical(
            self.concepts[code].label(language), language))

    def beginning(self, words: str, languages: Container[str]) -> dict[str, Name]:
        """Concepts with a term in one of these languages that begins so: code → the term."""
        begun, found = comparable(words), {}
        for folded, name, code in self._terms:
            if folded.startswith(begun) and name.language in languages:
                found.setdefault(code, name)
        return found


def edited(edits: Iterable[Edit]) -> Thesaurus:
    """The shipped table with these changes."""
    concepts = {concept.code: concept for concept in _shipped()}
    for edit in edits:
        concept = concepts.setdefault(edit.concept, Concept(edit.concept))
        if edit.act == "broader":
            concept.broader = "" if _is_below(concepts, edit.other, concept.code) else edit.other
        elif edit.act in ("relate", "unrelate") and edit.other in concepts:
            change = set.add if edit.act == "relate" else set.discard
            change(concept.related, edit.other)
            change(concepts[edit.other].related, concept.code)
        else:
            concept.names = _renamed(concept.names, edit)
    return Thesaurus(concepts.values())


def _shipped() -> Iterator[Concept]:
    for theme in THEMES:
        cautions = dict(_CAUTION.findall(theme.facts.get("cautions", "")))
        names = [Name(code, term, preferred=True) for code, term in theme.labels.items()]
        for synonym in filter(None, theme.facts.get("synonyms", "").split("|")):
            names.append(Name(*synonym.split(":", 1)))
        yield Concept(theme.code, [
            replace(name, caution=cautions.get(name.term, "")) for name in names],
            theme.parent or "", set(), theme.facts.get("eurovoc", ""),
            theme.facts.get("eurovoc_match", ""))


def _renamed(names: list[Name], edit: Edit) -> list[Name]:
    """With the term added, made the preferred one, or left out."""
    def is_it(name: Name) -> bool:
        return name.language == edit.language and comparable(name.term) == comparable(edit.term)

    others = [name for name in names if not is_it(name)]
    if edit.act == "retire":
        return others
    if edit.act == "prefer":
        others = [replace(name, preferred=name.preferred and name.language != edit.language)
                  for name in others]
        return [*others, Name(edit.language, edit.term, preferred=True)]
    return names if len(others) < len(names) else [*names, Name(edit.language, edit.term)]


def _is_below(concepts: dict[str, Concept], code: str, top: str) -> bool:
    """Is `code` the concept `top` or somewhere below it? Then it cannot be above it."""
    seen: set[str] = set()
    while code in concepts and code not in seen:
        if code == top:
            return True
        seen.add(code)
        code = concepts[code].broader
    return False
