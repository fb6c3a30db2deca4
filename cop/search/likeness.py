"""A text as a search for what resembles it: any of its words, those that say most first."""
from collections import Counter

from whoosh.query import Or, Query, Term

from cop.search.engines import analysis
from cop.search.engines.analysis import ROOT, is_rooted
from cop.search.engines.protocol import ANYWHERE, Engine
from cop.search.ranking import K3

MOST_WORDS = 40


def any_of(text: str, language: str) -> Query | None:
    """Any of the words of a text or question in this language, but for those that say nothing.

    Longer words are looked for by their first letters too: so related languages find each other.
    """
    counts = Counter(word for word in analysis.words(text)
                     if not analysis.is_common(word, language))
    return _weighed(dict(counts)) if counts else None


def like(engine: Engine, text: str, language: str) -> Query | None:
    """The same with the rarest words of a longer text, as the index knows them."""
    counts = Counter(word for word in analysis.words(text)
                     if not analysis.is_common(word, language))
    known = engine.count_with(counts, [language])
    rarest = sorted(counts, key=lambda word: (not known[word], known[word] / counts[word]))
    return _weighed({word: counts[word] for word in rarest[:MOST_WORDS]}) if counts else None


def _weighed(counts: dict[str, int]) -> Query:
    """BM25 weighs words of the question by how often they stand in it."""
    leaves: list[Query] = []
    for word, number in counts.items():
        boost = (K3 + 1) * number / (K3 + number)
        leaves.append(Term(ANYWHERE, word, boost))
        if is_rooted(word):
            leaves.append(Term(ROOT, word, boost))
    return Or(leaves)
