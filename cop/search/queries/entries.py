"""Finding in the index that lives in PostgreSQL. How trees become text searches: `lexemes.py`."""
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import (
    REAL,
    ColumnElement,
    Connection,
    Select,
    and_,
    cast,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from whoosh.query import And, Not, NullQuery, NumericRange, Or, Query

from cop.search.engines.lexemes import VERSION, query_of, ranked_by
from cop.search.engines.lowering import Lowered
from cop.search.engines.protocol import Search
from cop.search.models.entries import SearchEntry

#: Only so many are ranked, those with the greatest weight: ranking reads the whole vector.
CANDIDATES = 1000
#: Enough to tell rare words from common ones.
COUNTED = 2000
#: Of what stands in the body, the tags, the summary, the title.
WEIGHTS = (0.4, 0.7, 0.6, 1.0)
ORDER = {"newest": SearchEntry.moment, "helpful": SearchEntry.merit}


def list_kept(connection: Connection, lowered: Lowered, search: Search) -> list[str]:
    """What is kept of each hit of one page, the best first."""
    if search.sort in ORDER:
        query = select(SearchEntry.kept).where(_matching(lowered)).order_by(
            ORDER[search.sort].desc())
    else:
        query = _ranked(lowered)
    return list(connection.scalars(query.limit(search.room).offset(search.offset)))


def list_all_kept(connection: Connection) -> Iterator[str]:
    rows = connection.execution_options(yield_per=500).scalars(
        select(SearchEntry.kept).where(SearchEntry.key != ""))
    yield from rows


def count_entries(connection: Connection) -> int:
    query = select(func.count(SearchEntry.key)).where(SearchEntry.key != "")
    return connection.scalar(query) or 0


def read_generation(connection: Connection) -> str:
    kept = connection.scalar(select(SearchEntry.kept).where(SearchEntry.key == ""))
    return kept if kept and kept.startswith(f"{VERSION}-") else "lost"


def size_of_index(connection: Connection) -> int:
    """Bytes of the table with its indexes."""
    return connection.scalar(select(func.pg_total_relation_size(SearchEntry.__tablename__))) or 0


def count_found(connection: Connection, lowered: Lowered,
                names: Iterable[str]) -> tuple[int, dict[str, dict[str, int]]]:
    """How many there are, and how many for each value of these facets, in one question.

    Facets without a filter of their own are counted together, the others each by itself.
    """
    chosen = [name for name in names if name in lowered.filters]
    free = [name for name in names if name not in chosen]
    total = select(literal(""), func.count()).where(_matching(lowered))
    questions = [total, *(_counted(lowered, name) for name in ([""] if free else []) + chosen)]
    counts: dict[str, dict[str, int]] = {name: {} for name in names}
    found = 0
    for joined, number in connection.execute(union_all(*questions)):
        name, _, value = joined.partition(":")
        if not joined:
            found = number
        elif name in counts:
            counts[name][value] = number
    return found, counts


def count_with(connection: Connection, terms: dict[str, str]) -> dict[str, int]:
    """word → in how many entries one of its terms stands; `terms` are tsqueries."""
    if not terms:
        return {}
    questions = [select(literal(word), select(func.count()).select_from(
        select(true()).where(_fits(query)).limit(COUNTED).subquery()).scalar_subquery())
        for word, query in terms.items()]
    return {row[0]: row[1] for row in connection.execute(union_all(*questions))}


def _ranked(lowered: Lowered) -> Select[Any]:
    """The greatest weights are looked at, and of those the most fitting come first."""
    some = select(SearchEntry.kept, SearchEntry.terms, SearchEntry.weight, SearchEntry.moment)
    some = some.where(_matching(lowered)).order_by(SearchEntry.weight.desc()).limit(CANDIDATES)
    found = some.subquery()
    score = _fit(found.c.terms, ranked_by(lowered.wanted)) * found.c.weight
    return select(found.c.kept).order_by(
        score.desc(), found.c.weight.desc(), found.c.moment.desc())


def _fit(terms: ColumnElement[Any], ranked: dict[float, str]) -> ColumnElement[float]:
    """How well they fit: the sum for all words, each as much as it counts."""
    fits = [boost * func.ts_rank_cd(cast(WEIGHTS, ARRAY(REAL)), terms, cast(words, TSQUERY), 1)
            for boost, words in ranked.items()]
    return reduce(add, fits) if fits else literal(1.0)


def _counted(lowered: Lowered, but: str) -> Select[Any]:
    """How many of each value there are: of one facet without its filter, or of all without one."""
    values = select(func.unnest(SearchEntry.facets).label("value"))
    found = values.where(_matching(lowered, but)).subquery()
    query = select(found.c.value, func.count()).group_by(found.c.value)
    if but:
        return query.where(found.c.value.startswith(f"{but}:", autoescape=True))
    filtered = [found.c.value.startswith(f"{name}:", autoescape=True) for name in lowered.filters]
    return query.where(not_(or_(false(), *filtered)))


def _matching(lowered: Lowered, but: str = "") -> ColumnElement[bool]:
    """As one text search as far as that goes: then one index answers it."""
    return _where(And([lowered.wanted, *lowered.conditions(but=but)]))


def _where(tree: Query) -> ColumnElement[bool]:
    words = query_of(tree)
    match tree:
        case _ if tree == NullQuery or NullQuery in tree.children():
            return false()
        case _ if words is not None:
            return _fits(words) if words else true()
        case NumericRange():
            return _between(tree)
        case Not():
            return not_(_where(tree.query))
        case Or():
            return or_(*(_where(child) for child in tree))
    said = And([child for child in tree if query_of(child) is not None])
    return and_(_where(said) if len(said) else true(),
                *(_where(child) for child in tree if query_of(child) is None))


def _fits(words: str) -> ColumnElement[bool]:
    return SearchEntry.terms.op("@@", is_comparison=True)(cast(words, TSQUERY))


def _between(tree: Any) -> ColumnElement[bool]:
    column = getattr(SearchEntry, tree.fieldname)
    limits = []
    if tree.start is not None:
        limits.append(column > tree.start if tree.startexcl else column >= tree.start)
    if tree.end is not None:
        limits.append(column < tree.end if tree.endexcl else column <= tree.end)
    return and_(true(), *limits)
