"""What a search gets of the thesaurus: beside each term that was typed, the others of its concept.

Typed words count most. Phrases in quotes, words without, beginnings and fields stay as they are.
"""
from collections.abc import Sequence
from dataclasses import dataclass, field

from whoosh.query import And, Not, Or, Phrase, Query, Term

from cop.search.box.parser import TEXT
from cop.search.engines import analysis
from cop.search.thesaurus.concepts import Concept, Name, Thesaurus
from cop.search.thesaurus.matching import Match, Matcher, is_little, key_of, weight

SAME_LANGUAGE, OTHER_LANGUAGE, NARROWER = 0.8, 0.6, 0.4
#: So many other terms are looked for beside one that was typed.
MOST = 40


@dataclass(frozen=True)
class Expansion:
    """The wider query, and for the page the terms of each concept that made it so."""

    query: Query | None
    also: tuple[tuple[Name, ...], ...] = ()


@dataclass
class Expander:
    """Widens queries for readers of these languages: theirs first, then those of the community."""

    thesaurus: Thesaurus
    matcher: Matcher
    read: Sequence[str]
    written: Sequence[str]
    also: list[tuple[Name, ...]] = field(default_factory=list)

    def expand(self, query: Query) -> Expansion:
        wider = self._expand(query)
        return Expansion(wider, tuple(dict.fromkeys(self.also)))

    def _expand(self, query: Query) -> Query:
        if isinstance(query, And):
            return And(self._expand_row(list(query.children())), boost=query.boost)
        if isinstance(query, Or):
            return Or([self._expand(child) for child in query.children()], boost=query.boost)
        return self._expand_row([query])[0] if _is_word(query) else query

    def _expand_row(self, row: list[Query]) -> list[Query]:
        """Neighbouring words may be a term together; everything else is looked at by itself."""
        done: list[Query] = []
        while row:
            length = next((i for i, query in enumerate(row) if not _is_word(query)), len(row))
            done += self._expand_words(row[:length]) if length else [self._expand(row[0])]
            row = row[max(length, 1):]
        return done

    def _expand_words(self, terms: list[Query]) -> list[Query]:
        said = [analysis.words(term.text) for term in terms]
        words = [word for some in said for word in some]
        owners = [i for i, some in enumerate(said) for _ in some]
        done, here = [], 0
        for match in self.matcher.matches(words, self.read):
            first, last = owners[match.start], owners[match.stop - 1]
            if owners.index(first) != match.start or match.stop - 1 != _last(owners, last):
                continue  # it ends inside a word with a hyphen or an apostrophe
            done += _weighty(terms[here:first], match.name.language)
            done.append(self._wider(terms[first:last + 1], match))
            here = last + 1
        return [*done, *(_weighty(terms[here:], match.name.language) if here else terms)]

    def _wider(self, typed: list[Query], match: Match) -> Query:
        concept = self.thesaurus.concepts[match.code]
        names = self._other_names(concept, match)
        self._tell(concept, match)
        mine = typed[0] if len(typed) == 1 else And(typed)
        return Or([mine, *[_looked_for(name, boost) for name, boost in names],
                   And([Term("theme", concept.code), Not(Term("kind", "post"))])])

    def _other_names(self, concept: Concept, match: Match) -> list[tuple[Name, float]]:
        """Other terms and how much each counts, the weightiest first."""
        typed = (match.name.language, key_of(analysis.words(match.name.term), match.name.language))
        found = [(name, (SAME_LANGUAGE if name.language == match.name.language else OTHER_LANGUAGE))
                 for name in concept.names]
        found += [(name, NARROWER) for code in self.thesaurus.narrower.get(concept.code, ())
                  for name in self.thesaurus.concepts[code].names if name.preferred]
        wanted = {*self.read, *self.written}
        others = [(name, boost * weight(name)) for name, boost in found if name.language in wanted
                  and (name.language, key_of(analysis.words(name.term), name.language)) != typed]
        return sorted(others, key=lambda other: -other[1])[:MOST]

    def _tell(self, concept: Concept, match: Match) -> None:
        """The preferred terms, those in the reader's languages first."""
        languages = list(dict.fromkeys((*self.read, *self.written)))
        named = [name for name in concept.names if name.preferred and name != match.name
                 and name.language in languages]
        self.also.append(tuple(sorted(named, key=lambda name: languages.index(name.language))))


def _looked_for(name: Name, boost: float) -> Query:
    """The term, in texts of its language."""
    words, where = analysis.words(name.term), f"{TEXT}@{name.language}"
    if len(words) == 1:
        return Term(where, words[0], boost=boost)
    return Phrase(where, words, boost=boost)


def _weighty(terms: list[Query], language: str) -> list[Query]:
    """Without little words: no text in another language has them."""
    return [term for term in terms if not is_little(term.text, language)]


def _is_word(query: Query) -> bool:
    return type(query) is Term and query.fieldname == TEXT


def _last(owners: list[int], owner: int) -> int:
    return len(owners) - 1 - owners[::-1].index(owner)
