"""How much is written, month by month."""
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, distinct, extract, func, select

from cop.base.charts import last_months
from cop.base.clock import now
from cop.base.db import db
from cop.discussions.models.notes import TopicNote
from cop.discussions.models.topics import Post, Topic
from cop.discussions.policy import visible_topics
from cop.people.models import Reader
from cop.spaces.models import Space
from cop.spaces.policy import visible_spaces


def months() -> list[str]:
    return last_months(now().date())


def beginning() -> datetime:
    """Of the first of them."""
    year, month = map(int, months()[0].split("-"))
    return datetime(year, month, 1, tzinfo=UTC)


def this_month() -> datetime:
    """When it began."""
    return now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def by_month(moment: Any, *counted: Any) -> Any:
    year, month = extract("year", moment), extract("month", moment)
    return select(year, month, *counted).group_by(year, month)


def count_posts(*wanted: ColumnElement[bool]) -> dict[str, tuple[int, int]]:
    """Month → how many posts, of how many people."""
    rows = db.session.execute(by_month(
        Post.created_at, func.count(), func.count(distinct(Post.author_id))).where(
        Post.created_at >= beginning(), Post.deleted_at.is_(None), *wanted))
    return {f"{year}-{month:02}": (posts, people) for year, month, posts, people in rows}


def count_posts_before(reader: Reader) -> dict[str, tuple[int, int]]:
    """The same of the months before this one. What waits counts as deleted: it is nobody's here."""
    return count_posts(Post.created_at < this_month(), Post.topic.has(visible_topics(reader)))


def count_posts_now(reader: Reader) -> dict[str, tuple[int, int]]:
    """The same of this month."""
    posts, people = db.session.execute(
        select(func.count(), func.count(distinct(Post.author_id))).where(
            Post.created_at >= this_month(), Post.deleted_at.is_(None),
            Post.topic.has(visible_topics(reader)))).one()
    return {months()[-1]: (posts, people)}


def what_months_before_hang_on(reader: Reader) -> tuple[Any, ...]:
    """What is another one wherever `count_posts_before` may be: the spaces that the reader sees,
    what was deleted or brought back, moved, merged or split, and, as one may be imported with its
    days, the last topic."""
    gone = select(func.count(), func.max(Post.deleted_at)).where(
        Post.deleted_at.is_not(None), Post.created_at < this_month())
    last = [select(func.max(table.id)).scalar_subquery() for table in (TopicNote, Topic)]
    told = db.session.execute(gone.add_columns(*last)).one()
    spaces = db.session.scalars(select(Space.id).where(visible_spaces(reader)).order_by(Space.id))
    return (months()[0], *told, *spaces)


def count_posts_in(space: Space) -> dict[str, tuple[int, int]]:
    """The same of what all see who see the space."""
    topics = select(Topic.id).where(
        Topic.space_id == space.id, Topic.merged_into_id.is_(None), Topic.is_waiting.is_(False))
    return count_posts(Post.withheld != "waits", Post.topic_id.in_(topics))
