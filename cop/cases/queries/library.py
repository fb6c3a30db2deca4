"""Reads of the library: what is published, narrowed by what one looks for, and how many there
are. What it can be narrowed by is said in `facets.py`."""
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    String,
    cast,
    distinct,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import joinedload

from cop.base.db import db
from cop.base.paging import Page, page
from cop.cases.facets import KEPT, Wanted
from cop.cases.models.cases import Case, CaseCode, CaseRegion
from cop.cases.policy.cases import IN_SIGHT, visible_cases
from cop.cases.queries.loading import with_lists, with_names
from cop.people.models import Organisation, Person, Visitor
from cop.vocabulary.regions import nuts_of

PAGE_SIZE = 24
#: So many cases stand side by side at most.
MOST_COMPARED = 4

#: The columns of `facets.ORDERS`.
_COLUMNS: dict[str, ColumnElement[Any]] = {
    "published": Case.published_at,
    "title": func.lower(Case.title, type_=String),
    "outcome": Case.outcome_type,
    "evidence": Case.evidence_level,
    "adopted": Case.adoption_count,
}


def list_cases(reader: Person | Visitor, wanted: Wanted, *, order: str = "published",
               descending: bool = True, after: str = "", size: int = PAGE_SIZE) -> Page[Case]:
    """The library: what is published and the reader sees, the last published first.

    `wanted`: codes by the name of a facet; a region includes those within it, a theme the
    narrower ones, evidence what is stronger; `archived` adds the archive.
    """
    query = narrowed(select(Case), reader, wanted).options(
        *with_names(), *with_lists())
    return page(query, by=(_COLUMNS[order], Case.id), after=after, size=size,
                descending=descending)


def list_of_organisation(reader: Person | Visitor, organisation: Organisation, *,
                         most: int = 10) -> Sequence[Case]:
    """What people of an organisation published, the newest first, as far as the reader sees it."""
    return db.session.scalars(select(Case).where(
        Case.organisation_id == organisation.id, Case.published_id.is_not(None),
        Case.status.in_(IN_SIGHT), visible_cases(reader),
    ).order_by(Case.published_at.desc(), Case.id.desc()).limit(most)).all()


def count_values(reader: Person | Visitor, wanted: Wanted) -> tuple[int, dict[str, Any]]:
    """How many cases there are in all, and how many of each value of each facet there would be:
    facet → code → number, each counted with what is wanted of the others."""
    free = [name for name in KEPT if not wanted.get(name)]
    everything = _matching(reader, wanted, "")
    parts = [select(literal(""), literal(""), func.count()).select_from(everything),
             _counted(everything, free)]
    for name in KEPT:
        if name not in free:
            parts.append(_counted(_matching(reader, wanted, name), [name]))
    for name in ("evidence", "adopted"):
        found = _matching(reader, wanted, name) if wanted.get(name) else everything
        value = cast(found.c[name], String)
        parts.append(select(literal(name), value, func.count()).group_by(value))
    counts: dict[str, Any] = defaultdict(dict)
    for name, code, number in db.session.execute(union_all(*parts)):
        counts[name][code] = number
    return counts.pop("")[""], counts


def count_places(reader: Person | Visitor, wanted: Wanted) -> dict[str, int]:
    """How many cases are from or about each region they name, or their country where they name
    none: by region code."""
    found = _matching(reader, wanted, "")
    named = select(CaseRegion.code, func.count(distinct(CaseRegion.case_id))).where(
        CaseRegion.case_id.in_(select(found.c.id))).group_by(CaseRegion.code)
    countries = select(Case.country, func.count()).where(
        Case.id.in_(select(found.c.id)), ~Case.region_rows.any(), Case.country != "",
    ).group_by(Case.country)
    counts: dict[str, int] = defaultdict(int)
    for code, number in db.session.execute(named):
        counts[code] += number
    for country, number in db.session.execute(countries):
        counts[nuts_of(country)] += number
    return dict(counts)


def list_cases_to_compare(reader: Person | Visitor, ids: Sequence[int]) -> list[Case]:
    """Those of the cases that are published and the reader sees, in the order they were named."""
    chosen = list(dict.fromkeys(ids))[:MOST_COMPARED]
    found = db.session.scalars(narrowed(select(Case), reader, {"archived": ["1"]}).where(
        Case.id.in_(chosen)).options(
            *with_names(), *with_lists(), joinedload(Case.published))).all()
    return sorted(found, key=lambda case: chosen.index(case.id))


def narrowed(query: Select[Any], reader: Person | Visitor, wanted: Wanted,
              without: str = "") -> Select[Any]:
    """What the reader sees and wants, but for the wishes about one facet."""
    query = query.where(visible_cases(reader), Case.published_id.is_not(None))
    if not wanted.get("archived"):
        query = query.where(Case.status != "archived")
    return query.where(*_conditions({k: v for k, v in wanted.items() if k != without and v}))


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    for name, codes in wanted.items():
        if name in KEPT:
            yield Case.id.in_(select(CaseCode.case_id).where(
                CaseCode.facet == name, CaseCode.code.in_(codes)))
    if levels := wanted.get("evidence"):
        yield Case.evidence_level >= min(levels)
    if places := wanted.get("adopted"):
        yield Case.adoption_count >= int(min(places))


def _matching(reader: Person | Visitor, wanted: Wanted, without: str) -> CTE:
    query = select(Case.id, Case.evidence_level.label("evidence"),
                   Case.adoption_count.label("adopted"))
    return narrowed(query, reader, wanted, without).cte(f"found_{without}")


def _counted(found: CTE, names: Sequence[str]) -> Select[Any]:
    return select(CaseCode.facet, CaseCode.code, func.count()).where(
        CaseCode.facet.in_(names), CaseCode.case_id.in_(select(found.c.id)),
    ).group_by(CaseCode.facet, CaseCode.code)
