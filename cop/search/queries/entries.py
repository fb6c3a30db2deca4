"""Finding in the index that lives in PostgreSQL. How trees become text searches: `lexemes.py`."""
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import (
    CTE,
    REAL,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Subquery,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    text,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY, TSVECTOR
from whoosh.query import And, Not, NullQuery, NumericRange, Or, Query

from cop.search.engines.lexemes import VERSION, query_of, ranked_by
from cop.search.engines.lowering import Lowered
from cop.search.engines.protocol import DEEPEST, Search
from cop.search.models.entries import SearchEntry

#: Only so many are ranked, those with the greatest weight: ranking reads the whole vector.
CANDIDATES = 1000
#: Enough to tell rare words from common ones.
COUNTED = 2000
#: Of what stands in the body, the tags, the summary, the title.
WEIGHTS = (0.25, 0.5, 0.4, 1.0)
ORDER = {"newest": "moment", "helpful": "merit"}


@dataclass
class Rows:
    """One page, as (what is kept of a hit, how many more of its topic); how many groups and how
    many hits there are, and how many for each value of each facet."""

    page: list[tuple[str, int]]
    groups: int | None
    total: int
    facets: dict[str, dict[str, int]]


def find(connection: Connection, lowered: Lowered, search: Search,
         common: Mapping[str, float]) -> Rows:
    """In one question, which looks what matches only once. `common`: see `read_common`.

    Facets with a filter of their own are counted without it.
    """
    found = _found(lowered)
    chosen = [name for name in search.facets if name in lowered.filters]
    page = _page(found, lowered, search, common).subquery()
    parts = [select(literal("hit").label("what"), page.c.kept, page.c.place, page.c.more,
                    page.c.groups),
             _told("total", literal(""), func.count()).select_from(found)]
    if len(chosen) < len(search.facets):
        parts.append(_counted(found, [f"{name}:" for name in lowered.filters]))
    parts += [_counted_alone(lowered, name) for name in chosen]
    return _sorted_out(connection.execute(union_all(*parts)), search)


def list_weightiest(connection: Connection, lowered: Lowered, limit: int) -> list[str]:
    """What is kept of those with the greatest weight, however well they fit."""
    query = select(SearchEntry.kept).where(_matching(lowered))
    return list(connection.scalars(query.order_by(
        SearchEntry.weight.desc(), SearchEntry.moment.desc()).limit(limit)))


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


def read_common(connection: Connection) -> dict[str, float]:
    """Lexemes that stand in many entries, and in which part of all of them, as PostgreSQL last
    counted (ANALYZE). Those that are not among them are rarer."""
    counted = text("""SELECT most_common_elems::text::text[], most_common_elem_freqs FROM pg_stats
        WHERE tablename = :table AND attname = 'terms' AND schemaname = ANY (current_schemas(false))
        """)
    row = connection.execute(counted, {"table": SearchEntry.__tablename__}).first()
    return dict(zip(row[0] or (), row[1] or (), strict=False)) if row else {}


def count_with(connection: Connection, terms: dict[str, str]) -> dict[str, int]:
    """word → in how many entries one of its terms stands; `terms` are tsqueries."""
    if not terms:
        return {}
    questions = [select(literal(word), select(func.count()).select_from(
        select(true()).where(_fits(query)).limit(COUNTED).subquery()).scalar_subquery())
        for word, query in terms.items()]
    return {row[0]: row[1] for row in connection.execute(union_all(*questions))}


def _found(lowered: Lowered) -> CTE:
    columns = [SearchEntry.kept, SearchEntry.terms, SearchEntry.weight, SearchEntry.moment,
               SearchEntry.merit, SearchEntry.topic, SearchEntry.facets]
    return select(*columns).where(_matching(lowered)).cte("found")


def _page(found: CTE, lowered: Lowered, search: Search,
          common: Mapping[str, float]) -> Select[Any]:
    """What is kept of each hit, and its place; with the others of its topic where it is grouped."""
    rows: Any = found
    if search.sort in ORDER:
        order = [found.c[ORDER[search.sort]].desc()]
    else:
        rows = _weightiest(found)
        fit = _fit(rows.c.terms, ranked_by(lowered.wanted, common))
        order = [(fit * rows.c.weight).desc(), rows.c.weight.desc(), rows.c.moment.desc()]
    place = func.row_number().over(order_by=order).label("place")
    if search.grouped:
        one = _grouped(select(rows.c.kept, rows.c.topic, place).order_by(place).limit(DEEPEST))
    else:
        one = select(rows.c.kept, place, literal(0).label("more"), null().label("groups"))
    return one.order_by("place").limit(search.room).offset(search.offset)


def _grouped(query: Select[Any]) -> Select[Any]:
    """The first of each topic. What belongs to none stands alone."""
    listed = query.subquery()
    alone = case((listed.c.topic == 0, listed.c.place), else_=0)
    within = {"partition_by": (listed.c.topic, alone)}
    nth = func.row_number().over(order_by=listed.c.place, **within).label("nth")
    more = (func.count().over(**within) - 1).label("more")
    each = select(listed.c.kept, listed.c.place, more, nth).subquery()
    return select(each.c.kept, each.c.place, each.c.more,
                  func.count().over().label("groups")).where(each.c.nth == 1)


def _weightiest(found: CTE) -> Subquery:
    """Those that are ranked. (Their vectors are unpacked here, once for all that reads them:
    OFFSET keeps PostgreSQL from doing it anew for each.)"""
    some = select(found).order_by(found.c.weight.desc()).limit(CANDIDATES).subquery()
    unpacked = some.c.terms.op("||")(cast("", TSVECTOR)).label("terms")
    return select(some.c.kept, some.c.weight, some.c.moment, some.c.topic,
                  unpacked).offset(0).subquery()


def _fit(terms: ColumnElement[Any], ranked: dict[float, str]) -> ColumnElement[float]:
    """How well they fit: the sum for all words, each as much as it counts."""
    fits = [boost * func.ts_rank_cd(cast(WEIGHTS, ARRAY(REAL)), terms, cast(words, TSQUERY), 1)
            for boost, words in ranked.items()]
    return reduce(add, fits) if fits else literal(1.0)


def _counted(found: FromClause, without: Iterable[str] = (), only: str = "") -> Select[Any]:
    """How many there are of each value: of all but some facets, or of one alone."""
    values = select(func.unnest(found.c.facets).label("value")).subquery()
    query = _told("facet", values.c.value, func.count()).group_by(values.c.value)
    if only:
        return query.where(values.c.value.startswith(only, autoescape=True))
    return query.where(*(not_(values.c.value.startswith(each, autoescape=True))
                         for each in without))


def _counted_alone(lowered: Lowered, name: str) -> Select[Any]:
    """Of one facet, without its own filter."""
    others = select(SearchEntry.facets).where(_matching(lowered, but=name)).subquery()
    return _counted(others, only=f"{name}:")


def _told(what: str, said: ColumnElement[str], number: ColumnElement[int]) -> Select[Any]:
    return select(literal(what), said, number, literal(0), null())


def _sorted_out(told: Iterable[Any], search: Search) -> Rows:
    rows = Rows([], 0 if search.grouped else None, 0, {name: {} for name in search.facets})
    for what, said, number, more, groups in sorted(told, key=lambda row: row[2]):
        name, _, value = said.partition(":")
        if what == "hit":
            rows.page.append((said, more))
            rows.groups = groups
        elif what == "total":
            rows.total = number
        elif name in rows.facets:
            rows.facets[name][value] = number
    return rows


def _matching(lowered: Lowered, but: str = "") -> ColumnElement[bool]:
    """Each part of what is wanted and each condition as a text search of its own: the index
    answers them together, the rarest first, which is faster than one long search."""
    wanted = lowered.wanted
    parts = list(wanted) if isinstance(wanted, And) else [wanted]
    if any(isinstance(part, Not) for part in parts):
        parts = [wanted]
    return and_(*(_where(part) for part in [*parts, *lowered.conditions(but=but)]))


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
