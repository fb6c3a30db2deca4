"""Reads what people have read and what is new for them. Positions are stored by the service."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    bindparam,
    func,
    literal,
    select,
    tuple_,
    union_all,
)

from cop.base.db import db
from cop.base.prepared import prepared
from cop.discussions.models.drafts import Draft
from cop.discussions.models.reading import ReadingPosition
from cop.discussions.models.topics import Post, Topic
from cop.discussions.policy import visible_posts
from cop.discussions.queries.following import Target, targets_of
from cop.discussions.queries.posts import find_numbered
from cop.discussions.spans import Spans
from cop.people.models import Person, Visitor
from cop.spaces.levels import Choice, Level, level_of
from cop.spaces.models import Following


@dataclass(frozen=True)
class Standing:
    """How somebody stands to a topic: how closely they follow it, and what they have read.

    `read` is None for who was never here: to them nothing is marked as new.
    """

    level: Level = Level.NORMAL
    is_chosen: bool = False
    read: Spans | None = None
    has_draft: bool = False

    def is_new(self, number: int) -> bool:
        """Is the post of another person with this number new for them?"""
        return self.read is not None and number not in self.read

    def unread_among(self, numbers: Iterable[int]) -> list[int]:
        """Those of these posts that they have not read, whoever wrote them."""
        return [number for number in numbers if self.read is None or number not in self.read]

    def unread_of(self, post_count: int) -> int:
        return 0 if self.read is None else max(post_count - len(self.read), 0)


def get_standing(reader: Person | Visitor, topic: Topic) -> Standing:
    """One query; none for visitors."""
    return standing_in(reader, topic.id, targets_of(topic)) if reader.is_signed_in else Standing()


def standing_in(reader: Person, topic_id: int, targets: Sequence[Target]) -> Standing:
    """The same, where the topic is not at hand but is there for this reader."""
    rows = db.session.execute(*_stands(reader, topic_id=topic_id, targets=targets)).all()
    choices = [Choice(kind, Level(level), told) for kind, level, told, _ in rows
               if kind not in ("read", "draft")]
    numbers = [text for kind, _, _, text in rows if kind == "read"]
    return Standing(
        level_of(choices), any(c.kind == "topic" and c.is_chosen for c in choices),
        Spans.read(numbers[0]) if numbers else None, any(row[0] == "draft" for row in rows))


@prepared
def _stands(reader: Person) -> CompoundSelect[Any]:
    """What somebody follows of these targets, what they have read, and whether they began to
    write."""
    target = tuple_(Following.kind, Following.target_id, Following.code)
    chosen = select(Following.kind, Following.level, Following.is_chosen, literal("")).where(
        Following.person_id == reader.id, target.in_(bindparam("targets", expanding=True)))
    read = select(literal("read"), literal(0), literal(True), ReadingPosition.numbers).where(
        ReadingPosition.person_id == reader.id, ReadingPosition.topic_id == bindparam("topic_id"))
    begun = select(literal("draft"), literal(0), literal(True), literal("")).where(
        Draft.person_id == reader.id, Draft.kind == "answer",
        Draft.target_id == bindparam("topic_id"))
    return union_all(chosen, read, begun)


def find_unread(reader: Person | Visitor, topic: Topic) -> Post | None:
    """The oldest post of others that somebody who was here before has not read."""
    read = get_standing(reader, topic).read
    if read is None:
        return None
    posts = select(Post.number).where(
        Post.topic_id == topic.id, Post.number >= read.first_missing(), visible_posts(reader),
        Post.author_id != reader.id, Post.deleted_at.is_(None)).order_by(Post.number)
    number = next((n for n in db.session.scalars(posts) if n not in read), None)
    return find_numbered(reader, topic, number) if number else None


def find_newest(reader: Person | Visitor, topic: Topic) -> Post | None:
    """The last post that was written."""
    newest = select(func.max(Post.number)).where(
        Post.topic_id == topic.id, visible_posts(reader), Post.deleted_at.is_(None))
    number = db.session.scalar(newest)
    return find_numbered(reader, topic, number) if number else None
