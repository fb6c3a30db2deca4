"""What has happened in the community, in numbers: of what the reader may see, and nothing else."""
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import distinct, extract, func, select

from cop.base.charts import last_months
from cop.base.clock import now
from cop.base.db import db
from cop.cases.models.adoptions import Adoption
from cop.cases.models.cases import Case
from cop.cases.policy.adoptions import workable_adoptions
from cop.cases.policy.cases import IN_SIGHT, visible_cases
from cop.discussions.models.topics import Post
from cop.discussions.policy import visible_posts
from cop.people.models import Person, Visitor

Reader = Person | Visitor


def months() -> list[str]:
    return last_months(now().date())


def count_posts(reader: Reader) -> dict[str, tuple[int, int]]:
    """Month → how many posts, of how many people."""
    rows = db.session.execute(_by_month(
        Post.created_at, func.count(), func.count(distinct(Post.author_id))).where(
        Post.created_at >= _beginning(), Post.deleted_at.is_(None), visible_posts(reader)))
    return {f"{year}-{month:02}": (posts, people) for year, month, posts, people in rows}


def count_published(reader: Reader) -> dict[str, int]:
    """Month → how many of the practices that stand in the library were published then."""
    rows = db.session.execute(_by_month(Case.published_at, func.count()).where(
        Case.published_at >= _beginning(), *_in_library(reader)))
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


def _by_month(moment: Any, *counted: Any) -> Any:
    year, month = extract("year", moment), extract("month", moment)
    return select(year, month, *counted).group_by(year, month)


def _beginning() -> datetime:
    year, month = map(int, months()[0].split("-"))
    return datetime(year, month, 1, tzinfo=UTC)


def _in_library(reader: Reader) -> tuple[Any, ...]:
    return (Case.published_id.is_not(None), Case.status.in_(IN_SIGHT), visible_cases(reader))
