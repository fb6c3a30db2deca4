"""What is there already about the same as a title: a new one, or that of a topic or case."""
from collections.abc import Sequence
from itertools import combinations

from whoosh.query import And, Or, Query, Term

from cop.people.models import Reader
from cop.search.asking import Asker
from cop.search.box.parser import TEXT
from cop.search.engines import analysis
from cop.search.engines.protocol import Hit, Search, key_of
from cop.search.queries.thesaurus import read_thesaurus
from cop.search.service.index import find
from cop.search.thesaurus.matching import is_little

MOST = 5
#: A shorter title says too little.
SHORTEST = 8  # characters
#: So many words or terms of a title are looked for, the first ones.
MOST_PARTS = 8


def similar(reader: Reader, title: str, language: str, *, but: str = "") -> Sequence[Hit]:
    """Topics and cases with at least two of the words of a title, or of the terms that mean the
    same in other languages; the best first. `language` is the one the title is in; `but` the key
    of what has this title itself, as topic:12."""
    if len(title) < SHORTEST:
        return ()
    asker = Asker(reader, language, (), read_thesaurus())
    parts = _parts(asker, title)
    if not parts:
        return ()
    kinds = Or([Term("kind", "topic"), Term("kind", "case")])
    search = Search(query=And([_enough_of(parts), kinds]), languages=asker.languages,
                    limit=MOST + 1, facets=())
    hits = find(reader, search).hits
    return [hit for hit in hits if key_of(hit.kind, hit.id) != but][:MOST]


def _parts(asker: Asker, title: str) -> list[Query]:
    """What the weighty words say, each widened by the thesaurus; words of a term are one part."""
    words = [word for word in analysis.words(title)
             if len(word) > 1 and not is_little(word, asker.interface)]
    if not words:
        return []
    query = asker.expand(And([Term(TEXT, word) for word in words])).query
    return list(query.children())[:MOST_PARTS] if isinstance(query, And) else [query]


def _enough_of(parts: Sequence[Query]) -> Query:
    """Two of them, where there are more: one word in common is chance."""
    if len(parts) < 3:
        return Or(parts)
    return Or([And(pair) for pair in combinations(parts, 2)])
