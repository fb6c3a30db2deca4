"""How entries and searches are written for PostgreSQL's text search: as vectors and as queries.

No dictionary of PostgreSQL is asked: terms come from `analysis.py`, each lexeme is one of them.
Words of the title bear the weight A, of the summary B, of the tags C, of the body D; words of the
title stand once more behind a ^, first letters behind a ~, codes behind a =.
"""
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import log, log2
from typing import Any

from whoosh.query import And, Every, Not, Or, Phrase, Prefix, Query, Term

from cop.search.engines import analysis
from cop.search.engines.analysis import GAP, PLAIN, PLAIN_TITLE, ROOT
from cop.search.engines.keeping import kept_of
from cop.search.engines.leaves import needed
from cop.search.engines.protocol import FACETS, TEXTS, Entry
from cop.search.ranking import FIELD_BOOSTS, weight_of

#: Grows when the lexemes change: then everything is filled anew.
VERSION = 5
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
    bare = {f"^{term}" for term in terms[PLAIN_TITLE] if term != GAP}
    bare |= {f"~{term}" for term in terms[ROOT]}
    bare |= {f"={name}:{value}" for name, values in entry.codes().items() for value in values}
    return " ".join([*(f"{_quoted(term)}:{','.join(some[:MOST_POSITIONS])}"
                       for term, some in places.items()), *map(_quoted, bare)])


def row_of(entry: Entry) -> dict[str, Any]:
    """The values of its columns."""
    codes = entry.codes()
    return {"key": entry.key, "terms": vector_of(entry), "weight": weight_of(entry),
            "kept": json.dumps(kept_of(entry, codes)), "moment": entry.moment, "merit": entry.merit,
            "adopted": entry.adopted, "helpful": entry.helpful, "topic": entry.topic,
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


def ranked_by(tree: Query, common: Mapping[str, float]) -> dict[float, str]:
    """What ranks: how much words count → a tsquery for any of those that count so much.

    Rare words count more: `common` says in which part of all entries the others stand.
    """
    rarest = min(common.values(), default=1.0)
    words: dict[float, set[str]] = defaultdict(set)
    for leaf in _ranking(tree):
        part = min(common.get(lexeme, rarest) for lexeme in _lexemes(leaf))
        words[_in_steps(_boost(leaf) * log(1 + 1 / part))].add(query_of(leaf) or "")
    return {boost: " | ".join(sorted(some)) for boost, some in sorted(words.items())}


def _joined(operator: str, parts: Iterable[Query]) -> str | None:
    said = [query_of(part) for part in parts]
    if None in said:
        return None
    said = [part for part in dict.fromkeys(said) if part]
    return f"({operator.join(said)})" if said else ""


def _lexeme(name: str, term: str, begun: bool = False) -> str:
    marks = ("*" if begun else "") + PARTS.get(name, "")
    return _quoted(_signed(name, term)) + (f":{marks}" if marks else "")


def _lexemes(leaf: Any) -> list[str]:
    """As they lie in the vectors."""
    said = leaf.words if isinstance(leaf, Phrase) else [leaf.text]
    return [_signed(leaf.fieldname, term) for term in said]


def _signed(name: str, term: str) -> str:
    if name not in (*TEXTS, PLAIN, PLAIN_TITLE, ROOT):
        return f"={name}:{term}"
    return {PLAIN_TITLE: "^", ROOT: "~"}.get(name, "") + term


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
    """How much more than others it counts. What the parts of the text count is known by their
    weights."""
    return float(leaf.boost / FIELD_BOOSTS[leaf.fieldname] if leaf.fieldname in TEXTS
                 else leaf.boost)


def _in_steps(number: float) -> float:
    """Of √2, as each is reckoned by itself."""
    return float(2 ** (round(2 * log2(number)) / 2))


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
