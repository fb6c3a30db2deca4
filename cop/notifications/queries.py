"""Reads of the inbox. A notice about something the reader may no longer see is not shown."""
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, literal, select, union_all
from sqlalchemy.orm import joinedload

from cop.base.db import db, one
from cop.base.paging import Page, page
from cop.cases.models import Case, CaseDecision
from cop.cases.policy import workable_cases
from cop.discussions.models import Post, Topic
from cop.discussions.policy import visible_posts
from cop.notifications.models import Notice
from cop.notifications.policy import visible_notices
from cop.people.models import Grant, Person, Visitor


@dataclass(frozen=True)
class Line:
    """A notice with the title of what it is about."""

    notice: Notice
    title: str


def list_lines(reader: Person, after: str = "") -> Page[Line]:
    """The inbox, newest first; at most three queries whatever its length."""
    query = select(Notice).where(visible_notices(reader)).options(joinedload(Notice.actor))
    found = page(query, by=[Notice.created_at, Notice.id], after=after)
    named = _name_targets(reader, found.items)
    lines = [Line(n, named[n.target_kind, n.target_id]) for n in found
             if (n.target_kind, n.target_id) in named]
    return Page(lines, found.next)


def count_unread(reader: Person | Visitor) -> int:
    if not reader.is_signed_in:
        return 0
    query = select(func.count(Notice.id)).where(visible_notices(reader), Notice.read_at.is_(None))
    return db.session.scalar(query) or 0


def _name_targets(reader: Person,
                  notices: Sequence[Notice]) -> dict[tuple[str, int], str]:
    """(kind, id) → title of those the reader may see now."""
    posts = [n.target_id for n in notices if n.target_kind == "post"]
    cases = [n.target_id for n in notices if n.target_kind == "case"]
    about_posts = select(literal("post"), Post.id, Topic.title).join(
        Topic, Topic.id == Post.topic_id).where(Post.id.in_(posts), visible_posts(reader))
    about_cases = select(literal("case"), Case.id, Case.title).where(
        Case.id.in_(cases), workable_cases(reader))
    rows = db.session.execute(union_all(about_posts, about_cases))
    return {(kind, row_id): title for kind, row_id, title in rows}


def list_those_concerned(post: Post) -> dict[int, str]:
    """Person id → what the post is to them: an answer, or something new where they wrote.

    Only active people who may see it.
    """
    writers = select(Post.author_id).where(Post.topic_id == post.topic_id)
    query = select(Person.id).where(
        Person.id.in_(writers), Person.active, exists().where(
            Post.id == post.id, visible_posts(Person)).correlate(Person))
    answered = post.parent.author_id if post.parent else None
    return {person_id: "answered" if person_id == answered else "new_post"
            for person_id in db.session.scalars(query)}


def list_curators() -> list[int]:
    query = select(Grant.person_id).where(Grant.role == "curator").distinct()
    return list(db.session.scalars(query))


def get_post(post_id: int) -> Post:
    return one(select(Post).where(Post.id == post_id))


def get_case(case_id: int) -> Case:
    return one(select(Case).where(Case.id == case_id))


def get_decision(decision_id: int) -> CaseDecision:
    return one(select(CaseDecision).where(CaseDecision.id == decision_id))
