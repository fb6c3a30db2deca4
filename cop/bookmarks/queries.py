"""Reads bookmarks: one's own, with the titles of what they lead to, and those that are due."""
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal, select, union_all

from cop.base.clock import now
from cop.base.db import db, one
from cop.base.errors import NotFound
from cop.base.paging import Page, page
from cop.bookmarks.models import Bookmark
from cop.bookmarks.policy import visible_bookmarks
from cop.cases.models.cases import Case
from cop.cases.queries.cases import get_case
from cop.discussions.models.topics import Post, Topic
from cop.discussions.queries.posts import get_post
from cop.discussions.queries.topics import get_topic
from cop.people.models import Person

_TARGETS: dict[str, Callable[..., Any]] = {"topic": get_topic, "post": get_post, "case": get_case}


@dataclass(frozen=True)
class Line:
    """A bookmark with the title of what it leads to, and the language of that title."""

    bookmark: Bookmark
    title: str
    language: str


def get_target(reader: Person, kind: str, target_id: int) -> tuple[int, str, str]:
    """(id, title, its language) of a thing the reader sees, or NotFound."""
    if kind not in _TARGETS:
        raise NotFound
    target = _TARGETS[kind](reader, target_id)
    named = target.topic if kind == "post" else target
    return target.id, named.title, named.language


def find_bookmark(reader: Person, kind: str, target_id: int) -> Bookmark | None:
    return db.session.scalar(select(Bookmark).where(
        Bookmark.person_id == reader.id, Bookmark.kind == kind, Bookmark.target_id == target_id))


def get_bookmark(reader: Person, bookmark_id: int) -> Bookmark:
    return one(select(Bookmark).where(
        Bookmark.id == bookmark_id, Bookmark.person_id == reader.id))


def list_bookmarks(reader: Person, after: str = "") -> Page[Line]:
    """One's own, the newest first; what is gone is not among them. Two queries in all."""
    found = page(select(Bookmark).where(visible_bookmarks(reader)),
                 by=[Bookmark.created_at, Bookmark.id], after=after)
    named = _titles(found.items)
    return Page([Line(each, *named[each.kind, each.target_id]) for each in found], found.next)


def list_due() -> Sequence[Bookmark]:
    """Those whose day has come, of people who may still see what they lead to."""
    query = select(Bookmark).join(Person, Person.id == Bookmark.person_id).where(
        Bookmark.remind_at <= now(), Bookmark.reminded_at.is_(None), Person.active.is_(True),
        visible_bookmarks(Person))
    return db.session.scalars(query.order_by(Bookmark.id).limit(500)).all()


def _titles(bookmarks: Sequence[Bookmark]) -> dict[tuple[str, int], tuple[str, str]]:
    ids = {kind: [each.target_id for each in bookmarks if each.kind == kind] for kind in _TARGETS}
    topics = select(literal("topic"), Topic.id, Topic.title, Topic.language).where(
        Topic.id.in_(ids["topic"]))
    posts = select(literal("post"), Post.id, Topic.title, Topic.language).join(
        Topic, Topic.id == Post.topic_id).where(Post.id.in_(ids["post"]))
    cases = select(literal("case"), Case.id, Case.title, Case.language).where(
        Case.id.in_(ids["case"]))
    rows = db.session.execute(union_all(topics, posts, cases))
    return {(kind, row_id): (title, language) for kind, row_id, title, language in rows}
