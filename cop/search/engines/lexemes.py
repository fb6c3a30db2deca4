"""How entries and searches are written for PostgreSQL's text search: as vectors and as queries.

No dictionary of PostgreSQL is asked: terms come from `analysis.py`, each lexeme is one of them.
Words of the title bear the weight A, of the summary B, of the tags C, of the body D; words of the
title stand once more behind a ^, first letters behind a ~, codes behind a =.
"""
import json
from collections import defaultdict
from collections.abc import Iterable
from math import log2
from typing import Any

from whoosh.query import And, Every, Not, Or, Phrase, Prefix, Query, Term

from cop.search.engines import analysis
from cop.search.engines.analysis import GAP, PLAIN, PLAIN_TITLE, ROOT
from cop.search.engines.keeping import kept_of
from cop.search.engines.leaves import needed
from cop.search.engines.protocol import FACETS, TEXTS, Entry
from cop.search.ranking import FIELD_BOOSTS, weight_of

#: Grows when the lexemes change: then everything is filled anew.
VERSION = 2
LAST_POSITION, MOST_POSITIONS = 16_383, 255
LONGEST_LEXEME = 2046  # bytes
PARTS = {"title": "A", "summary": "B", "tags": "C"}


def vector_of(entry: Entry) -> str:
    """As the literal of a tsvector."""
    terms = analysis.terms_of(entry)
    weights = _weights(terms["body"])
    places: dict[str, list[str]] = defaultdict(list)
    for some in (terms["body"], terms[PLAIN]):
        for number, (term, weight) in enumerate(zip(some, weights, strict=True), 1):
            if term != GAP:
                places[term].append(f"{min(number, LAST_POSITION)}{weight}")
    bare = {f"^{term}" for term in terms[PLAIN_TITLE]} | {f"~{term}" for term in terms[ROOT]}
    bare |= {f"={name}:{value}" for name, values in entry.codes().items() for value in values}
    return " ".join([*(f"{_quoted(term)}:{','.join(some[:MOST_POSITIONS])}"
                       for term, some in places.items()), *map(_quoted, bare)])


def row_of(entry: Entry) -> dict[str, Any]:
    """The values of its columns."""
    codes = entry.codes()
    return {"key": entry.key, "terms": vector_of(entry), "weight": weight_of(entry),
            "kept": json.dumps(kept_of(entry, codes)), "moment": entry.moment, "merit": entry.merit,
            "adopted": entry.adopted, "helpful": entry.helpful,
            "facets": [f"{name}:{value}" for name in FACETS for value in codes[name]]}


def any_lexeme(terms: Iterable[tuple[str, str]]) -> str:
    """A tsquery for any of these (field, term)."""
    return " | ".join(_lexeme(name, term) for name, term in terms)


def query_of(tree: Query) -> str | None:
    """As the literal of a tsquery; empty for everything, None where it needs more than words."""
    match tree:
        case And():
            return _joined(" & ", tree)
        case Or():
            return _joined(" | ", needed(tree))
        case Not():
            inner = query_of(tree.query)
            return f"!{inner}" if inner else None
        case Phrase():
            return "(" + " <-> ".join(_lexeme(tree.fieldname, word) for word in tree.words) + ")"
        case Term() | Prefix():
            return _lexeme(tree.fieldname, tree.text, begun=isinstance(tree, Prefix))
    return "" if isinstance(tree, Every) else None


def ranked_by(tree: Query) -> dict[float, str]:
    """What ranks: how much words count → a tsquery for any of those that count so much."""
    words: dict[float, set[str]] = defaultdict(set)
    for leaf in _ranking(tree):
        words[_boost(leaf)].add(query_of(leaf) or "")
    return {boost: " | ".join(sorted(some)) for boost, some in sorted(words.items())}


def _joined(operator: str, parts: Iterable[Query]) -> str | None:
    said = [query_of(part) for part in parts]
    if None in said:
        return None
    said = [part for part in dict.fromkeys(said) if part]
    return f"({operator.join(said)})" if said else ""


def _lexeme(name: str, term: str, begun: bool = False) -> str:
    sign = {PLAIN_TITLE: "^", ROOT: "~"}.get(name, "")
    if name not in (*TEXTS, PLAIN, PLAIN_TITLE, ROOT):
        sign = f"={name}:"
    marks = ("*" if begun else "") + PARTS.get(name, "")
    return _quoted(sign + term) + (f":{marks}" if marks else "")


def _ranking(tree: Query) -> Iterable[Query]:
    if isinstance(tree, And):
        for child in tree:
            yield from _ranking(child)
    elif isinstance(tree, Or):
        for child in needed(tree):
            yield from _ranking(child)
    elif isinstance(tree, Term | Phrase | Prefix) and tree.boost:
        yield tree


def _boost(leaf: Any) -> float:
    """How much more than others it counts, in steps of √2, as each is reckoned by itself. What
    the fields count is known by their weights."""
    field = 1.0 if isinstance(leaf, Prefix) else FIELD_BOOSTS[leaf.fieldname]
    return float(2 ** (round(2 * log2(leaf.boost / field)) / 2))


def _weights(whole: list[str]) -> list[str]:
    """The weight of each term: another one begins behind each of the first three gaps."""
    weights, left = [], list("ABCD")
    for term in whole:
        weights.append(left[0])
        if term == GAP and left[1:]:
            left.pop(0)
    return weights


def _quoted(term: str) -> str:
    """PostgreSQL knows no character 0, and no longer lexemes."""
    term = term.replace("\x00", "").encode()[:LONGEST_LEXEME].decode(errors="ignore")
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
