"""What the library is narrowed by: the facets, their codes in a case, their values for a page.

Which cases fit is asked in `queries/library.py`, how an address says it in `forms/library.py`.
"""
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cop.vocabulary import lists
from cop.vocabulary.terms import Term, Vocabulary

#: So many values of a facet are in sight, so many more folded away below them; one gets to the
#: rest by choosing what is broader.
MOST, MORE = 6, 30
#: What the library is sorted by; the first is what it begins with.
ORDERS = ("published", "title", "outcome", "evidence", "adopted")
#: facet → codes that are wanted; several of one facet widen it, several facets narrow it
Wanted = Mapping[str, Sequence[str]]
#: facet → code → number of cases
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Facet:
    """One way of narrowing the library. `field` is the field of a case it is about (empty: it is
    about something else); `at_least`: a value stands for itself and all above it."""

    name: str
    label: Any
    vocabulary: Vocabulary
    field: str = ""
    at_least: bool = False

    def named(self, code: str, language: str) -> str:
        label = self.vocabulary.label(code, language)
        if self.vocabulary is lists.EVIDENCE_LEVELS:
            return _("%(level)s or stronger", level=f"{code} {label}")
        coded = self.vocabulary in (lists.LMP_CATEGORIES, lists.BENCHLEARNING_SECTIONS)
        return f"{code} {label}" if coded and not code[:1].islower() else label


class _Adopted(Vocabulary):
    """In how many other places at least a case is used."""

    def label(self, code: str, language: str) -> str:
        return _("in 2 other places or more") if code == "2" else _("in another place")


ADOPTED = _Adopted("adopted", (Term(code, {}) for code in ("1", "2")), ordered=True)
FACETS = (
    Facet("theme", _l("Theme"), lists.THEMES, "themes"),
    Facet("group", _l("Target group"), lists.TARGET_GROUPS, "target_groups"),
    Facet("outcome", _l("How it went"), lists.OUTCOMES, "outcome_type"),
    Facet("evidence", _l("Evidence"), lists.EVIDENCE_LEVELS, at_least=True),
    Facet("adopted", _l("Used elsewhere"), ADOPTED, at_least=True),
    Facet("practice", _l("Status of the practice"), lists.PRACTICE_STATUSES, "status_of_practice"),
    Facet("country", _l("Country"), lists.COUNTRIES, "country"),
    Facet("region", _l("Region"), lists.REGIONS, "regions"),
    Facet("lmp", _l("Labour market policy"), lists.LMP_CATEGORIES, "lmp_category"),
    Facet("section", _l("Benchlearning"), lists.BENCHLEARNING_SECTIONS, "benchlearning"),
    Facet("lang", _l("Language"), lists.LANGUAGES, "language"),
)
FACET = {facet.name: facet for facet in FACETS}
#: Those whose codes are kept with a case, each with everything broader.
KEPT = tuple(facet.name for facet in FACETS if facet.field)


@dataclass(frozen=True)
class Value:
    """A value of a facet as a page offers it."""

    code: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Offer:
    """A facet with what can be chosen: `values` in sight, `more` folded away."""

    facet: Facet
    values: Sequence[Value]
    more: Sequence[Value]


def codes_of(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(facet, code) of everything a case says, and of everything broader: who looks for a
    region or a theme finds what lies within it."""
    for facet in FACETS:
        value = said.get(facet.field) or ()
        for code in [value] if isinstance(value, str) else value:
            yield facet.name, code
            for broader in facet.vocabulary.ancestors(code):
                yield facet.name, broader.code


def offers(counts: Counts, wanted: Wanted, language: str) -> list[Offer]:
    """Facets with something to choose or chosen."""
    made = (_offer(facet, counts.get(facet.name, {}), wanted.get(facet.name, ()), language)
            for facet in FACETS)
    return [offer for offer in made if offer.values]


def _offer(facet: Facet, counts: Mapping[str, int], chosen: Sequence[str],
           language: str) -> Offer:
    counts = _at_least(facet, counts) if facet.at_least else counts
    values = [Value(code, facet.named(code, language), counts.get(code, 0), code in chosen)
              for code in _telling(facet, counts, chosen)]
    values.sort(key=lambda value: (not value.is_chosen, -value.count, value.label))
    sight, more = values[:MOST], values[MOST:MOST + MORE]
    if facet.vocabulary.ordered:
        codes = [term.code for term in facet.vocabulary]
        for part in (sight, more):
            part.sort(key=lambda value: codes.index(value.code))
    return Offer(facet, sight, more)


def _at_least(facet: Facet, counts: Mapping[str, int]) -> Mapping[str, int]:
    """How many have a value or one above it."""
    codes = [term.code for term in facet.vocabulary if term.code != "E0"]
    return {code: sum(number for each, number in counts.items() if each >= code)
            for code in codes}


def _telling(facet: Facet, counts: Mapping[str, int], chosen: Sequence[str]) -> list[str]:
    """What tells something: not what has no case, nor what has as many as one thing within it,
    nor a country among the regions."""
    kept = []
    for term in facet.vocabulary:
        number = counts.get(term.code, 0)
        within = (counts.get(below.code) for below in facet.vocabulary.children(term.code))
        is_country = facet.name == "region" and term.parent is None
        if term.code in chosen or (number and number not in within and not is_country):
            kept.append(term.code)
    return kept
