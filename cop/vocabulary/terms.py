"""A term and an ordered list of terms. Which lists there are is said in `lists.py`."""
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cop.vocabulary.words import alphabetical


@dataclass(frozen=True)
class Term:
    """One entry of a list: an official code or a slug, and its names by language.

    `facts` are the further columns of the data file (level, type, synonyms …); empty ones are
    left out.
    """

    code: str
    labels: Mapping[str, str] = field(hash=False)
    parent: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)

    def label(self, language: str) -> str:
        """The name in that language («it» or «it-IT»), else in English, else the code."""
        return (self.labels.get(language) or self.labels.get(language[:2])
                or self.labels.get("en") or self.code)

    def fact(self, name: str, language: str = "en") -> str:
        """A fact that is written per language, else in English, else as it stands, else empty."""
        return (self.facts.get(f"{name}_{language[:2]}") or self.facts.get(f"{name}_en")
                or self.facts.get(name, ""))


class Vocabulary:
    """A closed list of terms, perhaps a tree. It never changes once made.

    An `ordered` list is offered in the order of its data (a scale, a classification), any other
    sorted by label. Terms with the fact `legacy` keep their meaning but are not offered.
    """

    def __init__(self, name: str, terms: Iterable[Term], *, ordered: bool = False,
                 version: str = ""):
        self.name = name
        self.version = version
        self.ordered = ordered
        self._terms = {term.code: term for term in terms}
        self._children: dict[str, list[Term]] = {}
        self._choices: dict[str, list[tuple[str, str]]] = {}
        for term in self:
            self._children.setdefault(term.parent or "", []).append(term)

    def __contains__(self, code: object) -> bool:
        return code in self._terms

    def __iter__(self) -> Iterator[Term]:
        return iter(self._terms.values())

    def __len__(self) -> int:
        return len(self._terms)

    def get(self, code: str) -> Term:
        """The term of that code. KeyError when there is none."""
        return self._terms[code]

    def find(self, code: str) -> Term | None:
        return self._terms.get(code)

    def label(self, code: str, language: str) -> str:
        """The name of a code; an unknown code is its own name."""
        term = self.find(code)
        return term.label(language) if term else code

    def choices(self, language: str) -> list[tuple[str, str]]:
        """(code, label) of every term on offer, for a form in that language."""
        if language not in self._choices:
            self._choices[language] = self._make_choices(language)
        return list(self._choices[language])

    def roots(self) -> list[Term]:
        return list(self._children.get("", []))

    def children(self, code: str) -> list[Term]:
        return list(self._children.get(code, []) if code else [])

    def descendants(self, code: str) -> list[Term]:
        """Everything below a term, each branch after its own root."""
        found = []
        for child in self.children(code):
            found += [child, *self.descendants(child.code)]
        return found

    def ancestors(self, code: str) -> list[Term]:
        """Everything above a term, the nearest first."""
        found = []
        term = self.find(code)
        while term and term.parent:
            term = self.get(term.parent)
            found.append(term)
        return found

    def _make_choices(self, language: str) -> list[tuple[str, str]]:
        offered = [(t.code, t.label(language)) for t in self if "legacy" not in t.facts]
        if self.ordered:
            return offered
        return sorted(offered, key=lambda choice: (*alphabetical(choice[1], language), choice[0]))
