"""Reads of what was taken in, and of what an address is about."""
from datetime import timedelta

from sqlalchemy import func, select

from cop.base.clock import now
from cop.base.db import db, one
from cop.base.mail import Letter
from cop.mailbox.models import ReceivedMail
from cop.people.models import Person
from cop.spaces.models import Space
from cop.spaces.policy import visible_spaces


def count_last_hour(person: Person) -> int:
    return db.session.scalar(select(func.count(ReceivedMail.id)).where(
        ReceivedMail.person_id == person.id,
        ReceivedMail.created_at > now() - timedelta(hours=1))) or 0


def count_letters_today(person: Person, kind: str) -> int:
    """How many of a kind were written to somebody within a day."""
    return db.session.scalar(select(func.count(Letter.id)).where(
        Letter.person_id == person.id, Letter.kind == kind,
        Letter.created_at > now() - timedelta(days=1))) or 0


def get_space_by_id(reader: Person, space_id: int) -> Space:
    return one(select(Space).where(Space.id == space_id, visible_spaces(reader)))
