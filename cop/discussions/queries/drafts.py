"""Reads drafts: nobody's but one's own."""
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import lazyload

from cop.base.db import db, one
from cop.discussions.models.drafts import Draft
from cop.discussions.models.topics import Post, Topic
from cop.discussions.places import Place
from cop.discussions.policy import own_drafts, visible_posts, visible_topics
from cop.people.models import Person
from cop.spaces.models import Space
from cop.spaces.policy import visible_spaces


@dataclass(frozen=True)
class DraftLine:
    """A draft with what it is for, as far as one may still see that."""

    draft: Draft
    topic: Topic | None = None
    space: Space | None = None

    @property
    def title(self) -> str:
        named = self.topic.title if self.topic else self.space.name if self.space else ""
        return self.draft.title or named


def find_draft(person: Person, place: Place) -> Draft | None:
    return db.session.scalars(select(Draft).where(own_drafts(person), at_place(place))).first()


def get_draft(person: Person, draft_id: int) -> Draft:
    return one(select(Draft).where(own_drafts(person), Draft.id == draft_id))


def count_drafts(person: Person) -> int:
    return db.session.scalar(select(func.count(Draft.id)).where(own_drafts(person))) or 0


def list_drafts(person: Person) -> list[DraftLine]:
    """What somebody began, the last touched first: one query."""
    of_topic = case((Draft.kind == "answer", Draft.target_id), else_=Post.topic_id)
    query = select(Draft, Topic, Space).options(lazyload(Topic.space))
    query = query.select_from(Draft).outerjoin(Post, and_(
        Draft.kind == "edit", Post.id == Draft.target_id, visible_posts(person)))
    query = query.outerjoin(Topic, and_(Topic.id == of_topic, visible_topics(person)))
    query = query.outerjoin(Space, and_(
        Draft.kind.in_(("topic", "event")), Space.id == Draft.target_id, visible_spaces(person)))
    rows = db.session.execute(query.where(own_drafts(person)).order_by(Draft.updated_at.desc()))
    return [DraftLine(*row) for row in rows]


def at_place(place: Place) -> ColumnElement[bool]:
    return ((Draft.kind == place.kind) & (Draft.target_id == place.target_id)
            & (Draft.parent_id == place.parent_id))
