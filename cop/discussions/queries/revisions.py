"""Reads what posts said before. What they say now is read in `posts.py`."""
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from cop.base.db import db, one
from cop.base.errors import NotFound
from cop.discussions.models.revisions import Revision
from cop.discussions.models.topics import Post
from cop.discussions.policy import visible_revisions
from cop.people.models import Person, Reader


@dataclass(frozen=True)
class Version:
    """What a post says or said. `is_removed`: its words were taken away."""

    number: int
    title: str
    source: str
    language: str
    written_by: Person
    written_at: datetime
    is_removed: bool = False
    is_now: bool = False


def list_versions(reader: Reader, post: Post) -> list[Version]:
    """Every version of a post, the first one first, the one of now last."""
    if post.deleted_at:
        raise NotFound
    query = select(Revision).where(Revision.post_id == post.id, visible_revisions(reader))
    query = query.options(joinedload(Revision.written_by)).order_by(Revision.number)
    past = [Version(r.number, r.title, r.source, r.language, r.written_by, r.written_at,
                    is_removed=r.removed_at is not None) for r in db.session.scalars(query)]
    return [*past, Version(
        len(past) + 1, post.topic.title if post.number == 1 else "", post.source, post.language,
        post.edited_by or post.author, post.edited_at or post.created_at, is_now=True)]


def get_revision(reader: Reader, post_id: int, number: int) -> Revision:
    return one(select(Revision).where(
        Revision.post_id == post_id, Revision.number == number, visible_revisions(reader)))
