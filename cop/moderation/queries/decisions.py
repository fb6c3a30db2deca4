"""Reads of decisions and of objections to them."""
from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from cop.base.db import db, one
from cop.discussions.models.topics import Post
from cop.moderation.models.decisions import Appeal, ModerationDecision
from cop.moderation.models.items import ReviewItem
from cop.people.models import Person


def get_own_decision(person: Person, decision_id: int) -> ModerationDecision:
    """A statement of reasons, for who it is about."""
    query = select(ModerationDecision).where(
        ModerationDecision.id == decision_id, ModerationDecision.person_id == person.id)
    return one(_whole(query))


def get_decision(decision_id: int) -> ModerationDecision:
    """For jobs, and for who has the item of an appeal."""
    return one(_whole(select(ModerationDecision).where(ModerationDecision.id == decision_id)))


def get_decision_of_key(key: str) -> ModerationDecision:
    """For who has its letter in hand."""
    return one(_whole(select(ModerationDecision).where(ModerationDecision.key == key)))


def get_appeal(appeal_id: int) -> Appeal:
    return one(select(Appeal).where(Appeal.id == appeal_id))


def list_decisions(item: ReviewItem) -> Sequence[ModerationDecision]:
    query = select(ModerationDecision).where(ModerationDecision.item_id == item.id)
    return db.session.scalars(_whole(query).order_by(ModerationDecision.id)).all()


def list_own_decisions(person: Person) -> Sequence[ModerationDecision]:
    """What was decided about somebody's things, the newest first."""
    query = select(ModerationDecision).where(
        ModerationDecision.person_id == person.id, ModerationDecision.outcome != "keep")
    return db.session.scalars(
        _whole(query).order_by(ModerationDecision.id.desc()).limit(50)).all()


def was_kept(post: Post) -> bool:
    """Has a moderator looked at the words of now, and let them stand?"""
    kept = db.session.scalar(select(ModerationDecision.created_at).join(
        ReviewItem, ReviewItem.id == ModerationDecision.item_id).where(
        ReviewItem.post_id == post.id, ModerationDecision.is_automated.is_(False),
        ModerationDecision.outcome.in_(("keep", "redact", "release"))).order_by(
        ModerationDecision.id.desc()).limit(1))
    return kept is not None and (post.edited_at is None or post.edited_at <= kept)


def find_verdict(item: ReviewItem) -> ModerationDecision | None:
    """The last that a moderator said of it."""
    query = select(ModerationDecision).where(
        ModerationDecision.item_id == item.id, ModerationDecision.is_automated.is_(False))
    return db.session.scalars(
        query.order_by(ModerationDecision.id.desc()).limit(1)).one_or_none()


def was_hidden(item: ReviewItem) -> bool:
    """Did reports hide it before anybody had looked?"""
    return db.session.scalar(select(ModerationDecision.id).where(
        ModerationDecision.item_id == item.id, ModerationDecision.is_automated)) is not None


def _whole(query: Select[tuple[ModerationDecision]]) -> Select[tuple[ModerationDecision]]:
    return query.options(
        joinedload(ModerationDecision.item).joinedload(ReviewItem.post).joinedload(Post.topic),
        joinedload(ModerationDecision.item).joinedload(ReviewItem.case),
        joinedload(ModerationDecision.item).joinedload(ReviewItem.file),
        joinedload(ModerationDecision.sanction), joinedload(ModerationDecision.appeal),
        joinedload(ModerationDecision.decided_by))
