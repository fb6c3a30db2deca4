"""How much is written, month by month."""
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, distinct, extract, func, select

from cop.base.charts import last_months
from cop.base.clock import now
from cop.base.db import db
from cop.discussions.models.topics import Post, Topic
from cop.spaces.models import Space


def months() -> list[str]:
    return last_months(now().date())


def beginning() -> datetime:
    """Of the first of them."""
    year, month = map(int, months()[0].split("-"))
    return datetime(year, month, 1, tzinfo=UTC)


def by_month(moment: Any, *counted: Any) -> Any:
    year, month = extract("year", moment), extract("month", moment)
    return select(year, month, *counted).group_by(year, month)


def count_posts(*wanted: ColumnElement[bool]) -> dict[str, tuple[int, int]]:
    """Month → how many posts, of how many people."""
    rows = db.session.execute(by_month(
        Post.created_at, func.count(), func.count(distinct(Post.author_id))).where(
        Post.created_at >= beginning(), Post.deleted_at.is_(None), *wanted))
    return {f"{year}-{month:02}": (posts, people) for year, month, posts, people in rows}


def count_posts_in(space: Space) -> dict[str, tuple[int, int]]:
    """The same of what all see who see the space."""
    topics = select(Topic.id).where(
        Topic.space_id == space.id, Topic.merged_into_id.is_(None), Topic.is_waiting.is_(False))
    return count_posts(Post.withheld != "waits", Post.topic_id.in_(topics))
