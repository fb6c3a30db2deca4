"""Reads of the library: what is published, narrowed by what one looks for."""
from typing import Any

from sqlalchemy import ColumnElement, func, select

from cop.base.db import db
from cop.base.paging import Page, page
from cop.cases.models.cases import Case, CaseRegion, CaseTheme
from cop.cases.policy.cases import visible_cases
from cop.cases.queries.loading import with_lists, with_names
from cop.people.models import Person, Visitor
from cop.vocabulary.lists import THEMES

PAGE_SIZE = 24


def list_cases(reader: Person | Visitor, *, region: str = "", theme: str = "", language: str = "",
               country: str = "", outcome: str = "", evidence_min: str = "",
               archived: bool = False, after: str = "") -> Page[Case]:
    """The library: what is published and the reader sees, newest first.

    A region includes those within it, a theme the narrower ones; `archived` adds the archive.
    """
    filters = _filters(region=region, theme=theme, language=language, country=country,
                       outcome=outcome, evidence_min=evidence_min, archived=archived)
    query = select(Case).where(visible_cases(reader), *filters)
    query = query.options(*with_names(), *with_lists())
    return page(query, by=(Case.published_at, Case.id), after=after, size=PAGE_SIZE)


def count_cases(reader: Person | Visitor, **filters: Any) -> int:
    """How many cases `list_cases` would find in all."""
    query = select(func.count(Case.id)).where(visible_cases(reader), *_filters(**filters))
    return db.session.scalar(query) or 0


def _filters(*, region: str = "", theme: str = "", language: str = "", country: str = "",
             outcome: str = "", evidence_min: str = "",
             archived: bool = False) -> list[ColumnElement[bool]]:
    filters = [Case.published_id.is_not(None)]
    if not archived:
        filters.append(Case.status != "archived")
    if region:
        filters.append(Case.region_rows.any(CaseRegion.code.startswith(region, autoescape=True)))
    if theme:
        themes = [theme, *(term.code for term in THEMES.descendants(theme))]
        filters.append(Case.theme_rows.any(CaseTheme.code.in_(themes)))
    if evidence_min:
        filters.append(Case.evidence_level >= evidence_min)
    exact = {Case.language: language, Case.country: country, Case.outcome_type: outcome}
    return filters + [column == value for column, value in exact.items() if value]
