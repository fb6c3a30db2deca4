"""Reads drafts: nobody's but one's own."""
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

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
    """What somebody began, the last touched first."""
    drafts = db.session.scalars(
        select(Draft).where(own_drafts(person)).order_by(Draft.updated_at.desc())).all()
    wanted = {kind: [d.target_id for d in drafts if d.kind == kind]
              for kind in ("answer", "topic", "edit")}
    topics, spaces, posts = _topics(person, wanted["answer"]), {}, {}
    if wanted["topic"]:
        query = select(Space).where(Space.id.in_(wanted["topic"]), visible_spaces(person))
        spaces = {space.id: space for space in db.session.scalars(query)}
    if wanted["edit"]:
        query = select(Post).where(Post.id.in_(wanted["edit"]), visible_posts(person))
        posts = {post.id: post.topic
                 for post in db.session.scalars(query.options(joinedload(Post.topic)))}
    found = {"answer": topics, "edit": posts}
    return [DraftLine(d, topic=found.get(d.kind, {}).get(d.target_id),
                      space=spaces.get(d.target_id) if d.kind == "topic" else None)
            for d in drafts]


def at_place(place: Place) -> ColumnElement[bool]:
    return ((Draft.kind == place.kind) & (Draft.target_id == place.target_id)
            & (Draft.parent_id == place.parent_id))


def _topics(person: Person, ids: list[int]) -> dict[int, Topic]:
    if not ids:
        return {}
    query = select(Topic).where(Topic.id.in_(ids), visible_topics(person))
    return {topic.id: topic for topic in db.session.scalars(query)}
