"""What the data officer reads: requests by the day they are due, and who answers them."""
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from cop.base.clock import now
from cop.base.db import db, one
from cop.base.paging import Page, page
from cop.base.verdict import require
from cop.people.models import Grant, Person, Visitor
from cop.rights.models import DataRequest
from cop.rights.policy import may_answer_requests, visible_requests


def list_requests(reader: Person | Visitor, *, done: bool = False,
                  after: str = "") -> Page[DataRequest]:
    """Those that wait for an answer or for their day, the most urgent first; or those closed, the
    newest first."""
    require(may_answer_requests(reader))
    query = select(DataRequest).where(visible_requests(reader)).options(
        joinedload(DataRequest.person))
    if done:
        return page(query.where(~_is_open()), by=[DataRequest.id], after=after, size=40)
    return page(query.where(_is_open()), by=[DataRequest.due_on, DataRequest.id], after=after,
                descending=False, size=40)


def get_request(reader: Person | Visitor, request_id: int, *,
                own_only: bool = False) -> DataRequest:
    query = select(DataRequest).where(visible_requests(reader), DataRequest.id == request_id)
    if own_only:
        query = query.where(DataRequest.person_id == reader.id)
    return one(query.options(joinedload(DataRequest.person)))


def list_urgent(days: int) -> Sequence[DataRequest]:
    """Unanswered, due within so many days or late, and not reminded of this week."""
    today = now().date()
    week_ago = today - timedelta(days=7)
    return db.session.scalars(select(DataRequest).where(
        is_asked(), DataRequest.due_on <= today + timedelta(days=days),
        DataRequest.reminded_on.is_(None) | (DataRequest.reminded_on <= week_ago),
    ).order_by(DataRequest.due_on)).all()


def list_data_officers() -> Sequence[Person]:
    """Who answers: the data officers, or the administrators where there is none."""
    for role in ("data_officer", "administrator"):
        holders = select(Grant.person_id).where(Grant.role == role)
        found = db.session.scalars(select(Person).where(
            Person.id.in_(holders), Person.active.is_(True))).all()
        if found:
            return found
    return ()


def is_asked() -> ColumnElement[bool]:
    return _is_open() & DataRequest.agreed_at.is_(None)


def _is_open() -> ColumnElement[bool]:
    return (DataRequest.done_at.is_(None) & DataRequest.cancelled_at.is_(None)
            & DataRequest.refused_at.is_(None))
