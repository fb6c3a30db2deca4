"""From what somebody looks for to the terms of the index, the same for every engine.

A tree of words as they were typed goes in, a tree of the same classes over the fields of the index
comes out: each word as the stems of the reader's languages and as it stands, in every field of
text. It holds only And, Or, Not (inside And), Term, Phrase, Prefix, NumericRange, Every, NullQuery.
"""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from whoosh.query import (
    And,
    AndMaybe,
    AndNot,
    DateRange,
    DisjunctionMax,
    Every,
    Not,
    NullQuery,
    NumericRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Require,
    Term,
)

from cop.search.engines import analysis
from cop.search.engines.analysis import PLAIN, PLAIN_TITLE, ROOT, ROOT_LENGTH
from cop.search.engines.leaves import Marks, marks_of, positive_leaves
from cop.search.engines.protocol import CODES, NUMBERS, TEXTS, Search, first_moment
from cop.search.ranking import FIELD_BOOSTS

LONGEST_PHRASE = 16  # words: the rest of a longer one is not compared
#: Shorter beginnings fit half the vocabulary: they are taken as words.
SHORTEST_PREFIX = 2
#: What is proposed by its title. Answers have that of their topic.
PROPOSED = ("topic", "case", "person", "space")


@dataclass
class Lowered:
    """What an engine runs: a tree that ranks, and conditions that only let through."""

    wanted: Query
    readers: Query
    filters: dict[str, Query]
    marks: Marks = field(default_factory=Marks)

    def conditions(self, but: str = "") -> list[Query]:
        """Those of the readers and all filters, but for one."""
        return [self.readers, *(query for name, query in self.filters.items() if name != but)]


def lower(search: Search) -> Lowered:
    """Everything an engine needs to know of a search."""
    said = Every() if search.query is None else _lower(search.query, search.languages)
    wanted = NullQuery if said is None else said
    if not any(isinstance(leaf, Every) or leaf.boost and not isinstance(leaf, NumericRange)
               for leaf in positive_leaves(wanted)):
        wanted = And([wanted, Every()])  # codes alone do not rank: their weights do
    filters = {name: _code(name, value) for name, value in search.filters.items()}
    if search.after is not None:
        filters["after"] = NumericRange("moment", None, search.after, endexcl=True)
    return Lowered(wanted, _readers(search.readers), filters, marks_of(wanted))


def lower_begun(typed: str, readers: Sequence[str]) -> Lowered:
    """Titles in which these words stand, the last of them begun."""
    words = analysis.words(typed)
    wanted = _begun("title", words, 1.0) if words else NullQuery
    kinds = Or([_code("kind", kind) for kind in PROPOSED])
    return Lowered(wanted, _readers(readers), {"kind": kinds}, marks_of(wanted))


def terms_for(word: str, languages: Sequence[str]) -> list[tuple[str, str]]:
    """(field, term) of a word, by which it is counted how common it is."""
    each = analysis.words(word)[:1]
    return [(PLAIN, analysis.plain(word)), *(
        ("body", analysis.stem(one, code)) for one in each for code in languages
        if code in analysis.STEMMERS)]


def _lower(query: Query, languages: Sequence[str]) -> Query | None:
    """The same over the fields of the index; None where nothing was said that can be found."""
    match query:
        case AndMaybe():
            return _lower(query.a, languages)
        case And() | Require():
            return _all_of(_lower_each(query, languages))
        case Or() | DisjunctionMax():
            return _any_of(_lower_each(query, languages))
        case AndNot():
            return _all_of([_lower(query.a, languages), _without(query.b, languages)])
        case Not():
            return _all_of([_without(query.query, languages)])
        case Every():
            return query
        case _ if query is NullQuery:
            return query
        case DateRange():
            return _range("at", query, query.startdate, query.enddate)
        case NumericRange():
            return _range(query.fieldname, query, query.start, query.end)
    return _leaf(query, languages)


def _lower_each(query: Any, languages: Sequence[str]) -> list[Query | None]:
    lowered = [_lower(child, languages) for child in dict.fromkeys(query.children())]
    for child in lowered:
        _weigh(child, getattr(query, "boost", 1.0))
    return lowered


def _weigh(query: Query | None, boost: float) -> None:
    if query is not None and boost != 1.0:
        for leaf in query.leaves():
            leaf.boost *= boost


def _all_of(parts: Iterable[Query | None]) -> Query | None:
    said = [part for part in parts if part is not None]
    if any(part is NullQuery for part in said):
        return NullQuery
    needed = [part for part in said if not isinstance(part, Every)]
    if all(isinstance(part, Not) for part in needed):
        needed = [*needed, Every()] if said else []
    return And(needed) if len(needed) > 1 else needed[0] if needed else None


def _any_of(parts: Iterable[Query | None]) -> Query | None:
    said = [part for part in parts if part is not None]
    found = [part for part in said if part is not NullQuery]
    if len(found) > 1:
        return Or(found)
    return found[0] if found else NullQuery if said else None


def _without(query: Query, languages: Sequence[str]) -> Query:
    lowered = _lower(query, languages)
    return Every() if lowered is None or lowered is NullQuery else Not(lowered)


def _range(name: str, query: Any, start: Any, end: Any) -> Query:
    """From the first moment of its second to the last: moments hold more than seconds."""
    if name not in NUMBERS:
        return NullQuery
    if name != "at":
        return NumericRange(name, start, end, query.startexcl, query.endexcl)
    return NumericRange("moment", _moment(start, query.startexcl), _moment(end, not query.endexcl),
                        endexcl=end is not None)


def _moment(at: datetime | None, after: bool) -> int | None:
    return None if at is None else first_moment(at) + (after << 29)


def _leaf(query: Any, languages: Sequence[str]) -> Query | None:
    """A word, a phrase or a beginning; any other kind of leaf is searched as its words."""
    name, _, only = (query.fieldname or "").partition("@")
    said = query.words if isinstance(query, Phrase) else [getattr(query, "text", "")]
    if name == "lang" or name in CODES:
        return _code("language" if name == "lang" else name, " ".join(said))
    words = [word for part in said for word in analysis.words(str(part))]
    if not words:
        return None
    if name == ROOT:
        return Term(ROOT, analysis.plain(words[0])[:ROOT_LENGTH], query.boost * FIELD_BOOSTS[ROOT])
    if isinstance(query, Prefix) and len(words[-1]) >= SHORTEST_PREFIX:
        return _begun(name, words, query.boost)
    return _anywhere(name, words, [only] if only else languages, query.boost,
                     as_they_stand=not only)


def _begun(name: str, words: list[str], boost: float) -> Query:
    where = PLAIN_TITLE if name == "title" else PLAIN
    terms = [analysis.plain(word) for word in words]
    return And([*(Term(where, term, boost) for term in terms[:-1]),
                Prefix(where, terms[-1], boost)]) if terms[:-1] else Prefix(where, terms[-1], boost)


def _anywhere(name: str, words: list[str], languages: Sequence[str], boost: float, *,
              as_they_stand: bool) -> Query:
    """These words in this order, stemmed in one of the languages or as they stand."""
    texts = [name] if name in TEXTS else TEXTS
    stemmed = [[analysis.stem(word, code) for word in words]
               for code in sorted(languages) if code in analysis.STEMMERS]
    options = [_sequence(text, terms, boost) for terms in stemmed for text in texts]
    if (as_they_stand or not options) and (name not in TEXTS or name == "title"):
        plain = [analysis.plain(word) for word in words]
        options.append(_sequence(PLAIN_TITLE if name == "title" else PLAIN, plain, boost))
    return Or(options)


def _sequence(where: str, terms: list[str], boost: float) -> Query:
    boost, terms = boost * FIELD_BOOSTS[where], terms[:LONGEST_PHRASE]
    return Phrase(where, terms, boost=boost) if terms[1:] else Term(where, terms[0], boost)


def _readers(tokens: Iterable[str]) -> Query:
    return Or([_code("reader", token) for token in tokens])


def _code(name: str, value: str) -> Term:
    """Lets through, and does not rank."""
    return Term(name, value, boost=0.0)
