"""What narrows a list of results: for each facet its values with how many there would be.

The counts are the engine's; here they get their names, their order and their levels.
"""
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from cop.cases.facets import Value
from cop.search.engines.protocol import Found
from cop.search.forms import SearchForm
from cop.vocabulary.lists import EVIDENCE_LEVELS, LANGUAGES, REGIONS, THEMES
from cop.vocabulary.terms import Vocabulary
from cop.vocabulary.words import alphabetical

#: So many values of a facet are shown.
MOST = 8

Counts = Mapping[str, int]
Named = Callable[[str], str]


@dataclass(frozen=True)
class Facet:
    """A filter by its name in `forms.FILTERS` or `CONDITIONS`."""

    name: str
    title: str
    values: Sequence[Value]


def facets(form: SearchForm, found: Found, spaces: Iterable[tuple[str, str]],
           language: str) -> list[Facet]:
    """Those with something to choose, in the order in which people use them."""
    kinds = {"topic": _("Discussions"), "post": _("Answers"),
             "event": _("Events"), "case": _("Cases"),
             "person": _("People"), "space": _("Spaces")}
    of_space = dict(spaces)
    parts: list[tuple[str, str, Counts, Named]] = [
        ("kind", _("Kind"), _of(found, "kind", kinds), kinds.__getitem__),
        ("language", _("Language"), _of(found, "language"),
         lambda code: LANGUAGES.label(code, language)),
        ("region", _("Region or country"), _level(form, found, "region", REGIONS),
         lambda code: REGIONS.label(code, language)),
        ("theme", _("Theme"), _level(form, found, "theme", THEMES),
         lambda code: THEMES.label(code, language)),
        ("space", _("Space"), _of(found, "space", of_space), of_space.__getitem__),
        ("evidence", _("Evidence"), _at_least(found),
         lambda code: _("%(level)s and above", level=code)),
        ("year", _("Year"), _of(found, "year"), str),
    ]
    made = [Facet(name, title, _values(form, name, counts, named))
            for name, title, counts, named in parts]
    return [facet for facet in made if facet.values]


def _values(form: SearchForm, name: str, counts: Counts, named: Named) -> list[Value]:
    chosen = form.chosen(name)
    order = sorted(counts, key=lambda code: (-counts[code], *alphabetical(named(code))))[:MOST]
    if name in ("evidence", "year"):
        order.sort(reverse=name == "year")
    if chosen in counts and chosen not in order:
        order.append(chosen)
    return [Value(code, named(code), counts[code], code == chosen) for code in order]


def _of(found: Found, name: str, known: Iterable[str] | None = None) -> Counts:
    """Of a list in which every value has a name: what is not among them is none of the reader's."""
    counts = found.facets.get(name, {})
    return counts if known is None else {c: counts[c] for c in known if counts.get(c)}


def _level(form: SearchForm, found: Found, name: str, vocabulary: Vocabulary) -> Counts:
    """What was chosen and what is right below it; at first countries, and themes below the top."""
    counts, chosen = found.facets.get(name, {}), form.chosen(name)
    if chosen in vocabulary:
        shown = [chosen, *(term.code for term in vocabulary.children(chosen))]
    else:
        tops = [term.code for term in vocabulary.roots()]
        shown = tops if name == "region" else [
            term.code for top in tops for term in vocabulary.children(top)]
    return {code: counts[code] for code in shown if counts.get(code)}


def _at_least(found: Found) -> Counts:
    """How many have each level or a higher one; levels that change nothing are left out."""
    counts = found.facets.get("evidence", {})
    codes = sorted(term.code for term in EVIDENCE_LEVELS)
    sums = {code: sum(counts.get(c, 0) for c in codes[i:]) for i, code in enumerate(codes)}
    return {code: sums[code] for code in codes if counts.get(code)}
