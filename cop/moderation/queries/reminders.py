"""Reads of what waits too long, and whom to remind of it."""
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from cop.base.clock import now
from cop.base.db import db
from cop.base.site import read_site
from cop.moderation.models.items import ReviewItem
from cop.moderation.policy import visible_items
from cop.moderation.queries.items import STAFF
from cop.people.models import Grant, Person
from cop.people.policy import suspended


def list_late() -> list[tuple[int, ReviewItem]]:
    """(person, the oldest item in their care) where that waits for longer than was decided and
    nobody has claimed it. One query for each moderator, once one for all finds anything."""
    late = (ReviewItem.decided_at.is_(None),
            ReviewItem.created_at < now() - timedelta(hours=read_site().queue_hours))
    if db.session.scalar(select(ReviewItem.id).where(*late).limit(1)) is None:
        return []
    staff = db.session.scalars(select(Person).where(
        Person.active.is_(True), ~suspended(), Person.grants.any(Grant.role.in_(STAFF))).options(
        selectinload(Person.grants)).order_by(Person.id)).all()
    found = [(person.id, db.session.scalar(select(ReviewItem).where(
        *late, visible_items(person)).order_by(ReviewItem.created_at).limit(1)))
        for person in staff]
    return [(person_id, item) for person_id, item in found
            if item is not None and not item.is_claimed]
