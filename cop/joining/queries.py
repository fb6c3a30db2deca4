"""Reads of who asks for an account."""
from sqlalchemy import func, select

from cop.base.db import db, one
from cop.base.paging import Page, page
from cop.base.verdict import require
from cop.joining.models import JoinRequest
from cop.joining.policy import may_let_in
from cop.people.models import Person, Visitor


def list_asking(reader: Person | Visitor, *, refused: bool = False,
                after: str = "") -> Page[JoinRequest]:
    """Who waits, the longest first; or who was refused lately."""
    require(may_let_in(reader))
    state = JoinRequest.refused_at.is_not(None) if refused else JoinRequest.refused_at.is_(None)
    return page(select(JoinRequest).where(state), by=[JoinRequest.id], after=after,
                descending=refused, size=40)


def get_asking(reader: Person | Visitor, request_id: int) -> JoinRequest:
    require(may_let_in(reader))
    return one(select(JoinRequest).where(
        JoinRequest.id == request_id, JoinRequest.refused_at.is_(None)))


def find_asking(email: str) -> JoinRequest | None:
    return db.session.scalar(select(JoinRequest).where(
        func.lower(JoinRequest.email) == email.lower()))
