"""Reads of sanctions."""
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from cop.base.clock import now
from cop.base.db import db, one
from cop.moderation.policy import visible_sanctions
from cop.people.models import LASTING, Person, Sanction

#: Days that are proposed for the first sanction, the second, the third and all that follow.
LADDER = (1, 3, 7, 30)
#: What is older counts no more.
COUNTED = timedelta(days=365)


def list_sanctions(reader: Person, person: Person) -> Sequence[Sanction]:
    """What was given to somebody, as far as this moderator sees it, the newest first."""
    query = select(Sanction).where(Sanction.person_id == person.id, visible_sanctions(reader))
    return db.session.scalars(query.options(joinedload(Sanction.given_by)).order_by(
        Sanction.id.desc()).limit(50)).all()


def get_sanction(reader: Person, sanction_id: int) -> Sanction:
    return one(select(Sanction).where(Sanction.id == sanction_id, visible_sanctions(reader)))


def propose_days(person: Person | None) -> int:
    """The next step of the ladder, by what lasted and was not undone within a year."""
    if person is None:
        return LADDER[0]
    earlier = db.session.scalar(select(func.count(Sanction.id)).where(
        Sanction.person_id == person.id, Sanction.kind.in_(LASTING),
        Sanction.lifted_at.is_(None), Sanction.created_at > now() - COUNTED)) or 0
    return LADDER[min(earlier, len(LADDER) - 1)]
