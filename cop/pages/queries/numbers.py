"""What has happened in the community, in numbers: of what the reader may see, and nothing else."""
from typing import Any

from sqlalchemy import func, select

from cop.base.db import db
from cop.cases.models.adoptions import Adoption
from cop.cases.models.cases import Case
from cop.cases.policy.adoptions import workable_adoptions
from cop.cases.policy.cases import IN_SIGHT, visible_cases
from cop.discussions.queries.activity import beginning, by_month
from cop.people.models import Person, Visitor

Reader = Person | Visitor


def count_published(reader: Reader) -> dict[str, int]:
    """Month → how many of the practices that stand in the library were published then."""
    rows = db.session.execute(by_month(Case.published_at, func.count()).where(
        Case.published_at >= beginning(), *_in_library(reader)))
    return {f"{year}-{month:02}": cases for year, month, cases in rows}


def count_evidence(reader: Reader) -> dict[str, int]:
    """Level → how many practices of the library."""
    rows = db.session.execute(select(Case.evidence_level, func.count()).where(
        *_in_library(reader)).group_by(Case.evidence_level))
    return dict(map(tuple, rows))


def count_adoptions(reader: Reader) -> dict[str, int]:
    """Year → how often a practice began to be used elsewhere."""
    year = func.substr(Adoption.since, 1, 4).label("year")
    rows = db.session.execute(select(year, func.count()).join(Adoption.case).where(
        workable_adoptions(reader), *_in_library(reader)).group_by("year").order_by("year"))
    return dict(map(tuple, rows))


def _in_library(reader: Reader) -> tuple[Any, ...]:
    return (Case.published_id.is_not(None), Case.status.in_(IN_SIGHT), visible_cases(reader))
