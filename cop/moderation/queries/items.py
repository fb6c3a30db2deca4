"""Reads of the queue: what waits in somebody's care."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from cop.base.clock import now
from cop.base.db import db, one
from cop.base.paging import Page, page
from cop.discussions.models.topics import Post, Topic
from cop.moderation.models.decisions import ModerationDecision
from cop.moderation.models.items import ReviewItem, ReviewNote
from cop.moderation.policy import spaces_of, visible_items
from cop.people.models import Grant, Person, Visitor
from cop.spaces.models import Space

#: Hours an item has waited: what the filter of age offers.
AGES = (24, 72, 168)
PAGE = 20
#: Who may have something in their care.
STAFF = ("owner", "moderator", "curator", "administrator")


@dataclass(frozen=True)
class Wanted:
    """How the queue is narrowed; what is empty narrows nothing. `hours`: it waits for longer."""

    kind: str = ""
    reason: str = ""
    space_id: int = 0
    hours: int = 0
    mine: bool = False
    decided: bool = False


def list_items(person: Person, wanted: Wanted, after: str = "") -> Page[ReviewItem]:
    """What waits longest first; of what is decided, the newest first. One query for any length."""
    query = _looked_at(select(ReviewItem).where(visible_items(person), *_narrowed(person, wanted)))
    if wanted.decided:
        return page(query, by=[ReviewItem.decided_at, ReviewItem.id], after=after, size=PAGE)
    return page(query, by=[ReviewItem.created_at, ReviewItem.id], after=after, size=PAGE,
                descending=False)


def every_item(person: Person, wanted: Wanted) -> list[dict[str, Any]]:
    """All of it for a spreadsheet, in numbers and codes: for the yearly review."""
    decided = select(func.max(ModerationDecision.outcome)).where(
        ModerationDecision.item_id == ReviewItem.id, ModerationDecision.is_automated.is_(False),
    ).correlate(ReviewItem).scalar_subquery()
    rows = db.session.execute(select(ReviewItem, decided).where(
        visible_items(person), *_narrowed(person, wanted)).order_by(ReviewItem.id))
    return [{
        "number": f"A-{item.target_id}" if item.kind == "barrier" else f"M-{item.id}",
        "kind": item.kind, "reason": item.reason, "reports": item.report_count,
        "came": item.created_at.isoformat(timespec="minutes"),
        "due": item.due_on.isoformat() if item.due_on else "",
        "decided": item.decided_at.isoformat(timespec="minutes") if item.decided_at else "",
        "outcome": outcome or ""} for item, outcome in rows]


def get_item(person: Person | Visitor, item_id: int) -> ReviewItem:
    """NotFound for what is not in their care."""
    query = select(ReviewItem).where(ReviewItem.id == item_id, visible_items(person))
    return one(_looked_at(query).options(
        selectinload(ReviewItem.notes).joinedload(ReviewNote.author)))


def get_items(person: Person, ids: Sequence[int]) -> list[ReviewItem]:
    """Those of these that are in their care and open, in the order they came."""
    query = select(ReviewItem).where(
        ReviewItem.id.in_(ids), ReviewItem.decided_at.is_(None), visible_items(person))
    return list(db.session.scalars(_looked_at(query).order_by(ReviewItem.id)))


def find_open_item(kind: str, target_id: int) -> ReviewItem | None:
    return db.session.scalar(select(ReviewItem).where(
        ReviewItem.open_key == open_key(kind, target_id)))


def open_key(kind: str, target_id: int) -> str:
    return f"{kind}:{target_id}"


def count_waiting(person: Person | Visitor) -> int:
    return db.session.scalar(select(func.count(ReviewItem.id)).where(
        ReviewItem.decided_at.is_(None), visible_items(person))) or 0


def list_spaces_in_care(person: Person) -> list[tuple[int, str]]:
    """Spaces of which something waits: (id, name)."""
    query = select(Space.id, Space.name).join(Topic, Topic.space_id == Space.id).join(
        Post, Post.topic_id == Topic.id).join(ReviewItem, ReviewItem.post_id == Post.id)
    return list(map(tuple, db.session.execute(query.where(
        ReviewItem.decided_at.is_(None), visible_items(person)).distinct().order_by(Space.name))))


def list_spaces_moderated(person: Person) -> list[Space]:
    """Where somebody may give sanctions: by name."""
    query = select(Space).where(Space.id.in_(spaces_of(person)))
    return list(db.session.scalars(query.order_by(Space.name)))


def list_before(person: Person, item: ReviewItem) -> Sequence[ReviewItem]:
    """What was decided of the same person before, as far as it is in this moderator's care."""
    if item.person_id is None:
        return []
    query = select(ReviewItem).where(
        ReviewItem.person_id == item.person_id, ReviewItem.decided_at.is_not(None),
        visible_items(person)).order_by(ReviewItem.decided_at.desc()).limit(5)
    return db.session.scalars(query).all()


def get_review(item_id: int) -> ReviewItem:
    """For jobs: whoever sees it."""
    return one(select(ReviewItem).where(ReviewItem.id == item_id))


def list_in_care_of(item: ReviewItem) -> list[int]:
    """Whose care it is in: ids of moderators, curators and administrators with open accounts."""
    staff = db.session.scalars(select(Person).where(
        Person.active.is_(True), Person.grants.any(Grant.role.in_(STAFF))).options(
        selectinload(Person.grants)).order_by(Person.id))
    return [person.id for person in staff if db.session.scalar(
        select(ReviewItem.id).where(ReviewItem.id == item.id, visible_items(person)))]


def _narrowed(person: Person, wanted: Wanted) -> list[ColumnElement[bool]]:
    closed = ReviewItem.decided_at.is_not(None)
    clauses = [closed if wanted.decided else ~closed]
    if wanted.kind:
        clauses.append(ReviewItem.kind == wanted.kind)
    if wanted.reason:
        clauses.append(ReviewItem.reason == wanted.reason)
    if wanted.space_id:
        clauses.append(ReviewItem.post.has(Post.topic.has(Topic.space_id == wanted.space_id)))
    if wanted.hours:
        clauses.append(ReviewItem.created_at < now() - timedelta(hours=wanted.hours))
    if wanted.mine:
        clauses.append(ReviewItem.claimed_by_id == person.id)
    return clauses


def _looked_at(query: Select[Any]) -> Select[Any]:
    """With what it is about, in the same query."""
    def named(relation: Any) -> Any:
        return joinedload(relation).options(lazyload(Person.organisation))

    post = joinedload(ReviewItem.post)
    return query.options(
        post.joinedload(Post.topic), post.options(named(Post.author)),
        post.joinedload(Post.kept_back), post.joinedload(Post.taken),
        joinedload(ReviewItem.case), joinedload(ReviewItem.file),
        named(ReviewItem.person), named(ReviewItem.claimed_by))
