"""Reads of /admin: what went wrong, what waits for an answer. For administrators only."""
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select

from cop.base.db import Model, db, one
from cop.base.errors import NotFound
from cop.base.jobs import Job
from cop.base.mail import Letter
from cop.base.paging import Page, page
from cop.base.verdict import require
from cop.discussions.models.topics import Post
from cop.discussions.policy import visible_posts
from cop.joining.models import JoinRequest
from cop.pages.models import AccessibilityReport
from cop.people.models import Grant, Person, Visitor
from cop.people.policy import may_administer, suspended
from cop.rights.models import DataRequest
from cop.rights.queries.desk import is_asked
from cop.spaces.models import Space
from cop.spaces.policy import visible_spaces

PARKED = Job.parked_at.is_not(None)
REFUSED = Letter.refused != ""
UNANSWERED = AccessibilityReport.done_at.is_(None)
LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class Waiting:
    """How much waits for an administrator."""

    jobs: int
    letters: int
    reports: int
    joining: int
    requests: int


def count_waiting(administrator: Person | Visitor) -> Waiting:
    """All of it in one query."""
    require(may_administer(administrator))
    counts = [_count(Job, PARKED), _count(Letter, REFUSED), _count(AccessibilityReport, UNANSWERED),
              _count(JoinRequest, JoinRequest.refused_at.is_(None)),
              _count(DataRequest, is_asked())]
    return Waiting(*db.session.execute(select(*counts)).one())


def list_administrators() -> list[Person]:
    """Those who can sign in now."""
    query = select(Person).where(
        Person.active.is_(True), Person.confirmed_at.is_not(None), ~suspended(),
        Person.grants.any(Grant.role == "administrator"))
    return list(db.session.scalars(query.order_by(Person.id)))


def list_refused_letters(administrator: Person | Visitor, after: str = "") -> Page[Letter]:
    """Letters that a mail server or the list of dead addresses refused, the last first."""
    require(may_administer(administrator))
    return page(select(Letter).where(REFUSED), by=(Letter.created_at, Letter.id), after=after)


def list_letters_to(administrator: Person | Visitor, address: str,
                    after: str = "") -> Page[Letter]:
    """The log of what was written to an address, the last first. Reading it is to be recorded."""
    require(may_administer(administrator))
    query = select(Letter).where(func.lower(Letter.recipient) == address.lower())
    return page(query, by=(Letter.created_at, Letter.id), after=after)


def find_newest_post(reader: Person) -> Post | None:
    """An answer that this reader may see: real content to show a letter with."""
    query = select(Post).where(visible_posts(reader), Post.deleted_at.is_(None), Post.number > 1)
    return db.session.scalar(query.order_by(Post.id.desc()).limit(1))


def find_newest_space(reader: Person) -> Space | None:
    query = select(Space).where(visible_spaces(reader))
    return db.session.scalar(query.order_by(Space.id.desc()).limit(1))


def list_reports(administrator: Person | Visitor, *, done: bool,
                 after: str = "") -> Page[AccessibilityReport]:
    """Accessibility reports: those to be answered, the first due first; or those done."""
    require(may_administer(administrator))
    query = select(AccessibilityReport).where(~UNANSWERED if done else UNANSWERED)
    return page(query, by=(AccessibilityReport.created_at, AccessibilityReport.id), after=after,
                descending=done)


def get_report(administrator: Person | Visitor, report_id: int) -> AccessibilityReport:
    require(may_administer(administrator))
    return _by_id(select(AccessibilityReport), AccessibilityReport, report_id)


def _count(table: type[Model], condition: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count(table.id)).where(condition).scalar_subquery()


def _by_id(query: Select, table: type[Model], row_id: int) -> Model:
    if row_id > LARGEST_ID:
        raise NotFound
    return one(query.where(table.id == row_id))
