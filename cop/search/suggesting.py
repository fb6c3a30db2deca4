"""What is proposed to somebody who types into the box: titles and themes that go on so."""
from collections.abc import Sequence
from dataclasses import dataclass

from cop.people.models import Reader
from cop.search.engines.protocol import Found, Hit
from cop.search.queries import index as queries
from cop.search.queries.thesaurus import read_thesaurus
from cop.search.service.index import engine
from cop.vocabulary.words import comparable

TITLES, THEMES = 6, 2
SHORTEST = 2  # letters


@dataclass(frozen=True)
class ThemeNamed:
    """A theme by the term that was begun."""

    code: str
    language: str
    term: str


def suggest_titles(reader: Reader, typed: str) -> Sequence[Hit]:
    """Topics, cases, people and spaces with these words in their title, the last one begun."""
    if len(typed) < SHORTEST:
        return ()
    hits = engine().suggest(typed, queries.readers_tokens(reader), limit=TITLES)
    return queries.keep_visible(reader, Found(hits=hits, total=len(hits))).hits


def suggest_themes(typed: str, languages: Sequence[str]) -> list[ThemeNamed]:
    """Themes with a term that begins so, in one of these languages."""
    begun, found = comparable(typed), {}
    if len(begun) >= SHORTEST:
        for concept in read_thesaurus().thesaurus:
            for name in concept.names:
                if name.language in languages and comparable(name.term).startswith(begun):
                    found.setdefault(concept.code, ThemeNamed(
                        concept.code, name.language, name.term))
    return sorted(found.values(), key=lambda theme: len(theme.term))[:THEMES]
