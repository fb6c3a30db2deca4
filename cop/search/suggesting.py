"""What is proposed to somebody who types into the box: titles and themes that go on so."""
from collections.abc import Sequence

from cop.people.models import Reader
from cop.search.engines.protocol import Found, Hit
from cop.search.queries import index as queries
from cop.search.queries.thesaurus import read_thesaurus
from cop.search.service.index import engine
from cop.search.thesaurus.concepts import Name
from cop.vocabulary.words import comparable

TITLES, THEMES = 6, 2
SHORTEST = 2  # letters


def suggest_titles(reader: Reader, typed: str) -> Sequence[Hit]:
    """Topics, cases, people and spaces with these words in their title, the last one begun."""
    if len(typed) < SHORTEST:
        return ()
    hits = engine().suggest(typed, queries.readers_tokens(reader), limit=TITLES)
    return queries.keep_visible(reader, Found(hits=hits, total=len(hits))).hits


def suggest_themes(typed: str, languages: Sequence[str]) -> list[tuple[str, Name]]:
    """(code, term) of themes with a term that begins so, in one of these languages."""
    if len(comparable(typed)) < SHORTEST:
        return []
    found = read_thesaurus().thesaurus.beginning(typed, languages)
    return sorted(found.items(), key=lambda theme: len(theme[1].term))[:THEMES]
