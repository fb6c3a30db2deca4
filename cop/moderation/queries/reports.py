"""Reads of reports: one's own, and what is known of who reports."""
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from cop.base.clock import now
from cop.base.db import db, one
from cop.base.paging import Page, page
from cop.discussions.models.topics import Post
from cop.discussions.queries.standing import count_standing
from cop.moderation.models.items import Report, ReviewItem
from cop.moderation.weighing import Voice
from cop.people.models import Person
from cop.people.trust import is_new

#: For so long reports against the same author count as going after them.
TURNS = timedelta(days=7)


def list_own_reports(person: Person, after: str = "") -> Page[Report]:
    """What somebody reported and what became of it, the newest first."""
    query = select(Report).where(Report.reporter_id == person.id).options(
        joinedload(Report.item).joinedload(ReviewItem.post).joinedload(Post.topic),
        joinedload(Report.item).joinedload(ReviewItem.case),
        joinedload(Report.item).joinedload(ReviewItem.person),
        joinedload(Report.item).joinedload(ReviewItem.file))
    return page(query, by=[Report.id], after=after)


def find_own_report(person: Person, kind: str, target_id: int) -> Report | None:
    """The last that somebody made of this thing."""
    query = select(Report).join(Report.item).where(
        Report.reporter_id == person.id, ReviewItem.kind == kind,
        ReviewItem.target_id == target_id).options(joinedload(Report.item))
    return db.session.scalars(query.order_by(Report.id.desc()).limit(1)).one_or_none()


def get_own_report(person: Person, report_id: int) -> Report:
    query = select(Report).where(Report.id == report_id, Report.reporter_id == person.id)
    return one(query.options(joinedload(Report.item)))


def voice_of(person: Person, author_id: int | None) -> Voice:
    """Whose report this is, and how many of the same author they have made within a week, this one
    counted."""
    upheld, decided = db.session.execute(select(
        func.count(case((Report.outcome == "upheld", 1))), func.count(Report.id)).where(
        Report.reporter_id == person.id, Report.outcome != "")).one()
    turn = db.session.scalar(select(func.count(Report.id)).join(Report.item).where(
        Report.reporter_id == person.id, ReviewItem.person_id == author_id,
        Report.created_at > now() - TURNS)) or 0
    return Voice(upheld=upheld, decided=decided, turn=turn + 1,
                 is_new=is_new(person, count_standing(person)))


def list_reports(item: ReviewItem) -> Sequence[Report]:
    return db.session.scalars(select(Report).where(Report.item_id == item.id).options(
        joinedload(Report.reporter)).order_by(Report.id)).all()
