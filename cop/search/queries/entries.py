"""Finding in the index that lives in PostgreSQL. How trees become text searches: `lexemes.py`."""
from collections.abc import Iterable, Iterator
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


def count_found(connection: Connection, lowered: Lowered) -> int:
    return connection.scalar(select(func.count()).where(_matching(lowered))) or 0


def count_facets(connection: Connection, lowered: Lowered,
                 names: Iterable[str]) -> dict[str, dict[str, int]]:
    """Those without a filter of their own are counted together, the others each by itself."""
    chosen = [name for name in names if name in lowered.filters]
    free = [name for name in names if name not in chosen]
    counts: dict[str, dict[str, int]] = {name: {} for name in names}
    for some in [free, *([name] for name in chosen)]:
        for joined, number in connection.execute(_counted(lowered, some)) if some else ():
            name, _, value = joined.partition(":")
            if name in some:
                counts[name][value] = number
    return counts


def count_with(connection: Connection, terms: dict[str, str]) -> dict[str, int]:
    """word → in how many entries one of its terms stands; `terms` are tsqueries."""
    if not terms:
        return {}
    questions = [select(literal(word), select(func.count()).select_from(
        select(true()).where(_fits(query)).limit(COUNTED).subquery()).scalar_subquery())
        for word, query in terms.items()]
    return dict(row._tuple() for row in connection.execute(union_all(*questions)))


def _ranked(lowered: Lowered) -> Select[Any]:
    """The greatest weights are looked at, and of those the most fitting come first."""
    some = select(SearchEntry.kept, SearchEntry.terms, SearchEntry.weight, SearchEntry.moment)
    some = some.where(_matching(lowered)).order_by(SearchEntry.weight.desc()).limit(CANDIDATES)
    found = some.subquery()
    words = ranked_by(lowered.wanted)
    fit = func.ts_rank_cd(cast(WEIGHTS, ARRAY(REAL)), found.c.terms, cast(words, TSQUERY), 1)
    score = (fit if words else literal(1.0)) * found.c.weight
    return select(found.c.kept).order_by(score.desc(), found.c.moment.desc())


def _counted(lowered: Lowered, names: list[str]) -> Select[Any]:
    """How many of each value there are among all that is found."""
    but = names[0] if names[0] in lowered.filters else ""
    values = select(func.unnest(SearchEntry.facets).label("value")).where(_matching(lowered, but))
    found = values.subquery()
    return select(found.c.value, func.count()).group_by(found.c.value)


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
