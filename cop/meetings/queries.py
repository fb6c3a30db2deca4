"""Everything that reads meetings; what the reader may not see is not there."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, with_expression
from sqlalchemy.sql.base import ExecutableOption

from cop.base.care import is_this
from cop.base.clock import now
from cop.base.db import db, one
from cop.base.paging import Page, page
from cop.discussions.models.topics import Topic
from cop.meetings.models import Meeting, SignUp
from cop.meetings.policy import visible_meetings
from cop.people.models import Person, Reader
from cop.spaces.models import Space

#: Calendars are given what was so long ago, and so much of it and of what comes.
KEPT = timedelta(days=92)
MOST = 300


@dataclass(frozen=True)
class Standing:
    """Where somebody stands among those who signed up: from 1; 0: not at all."""

    place: int
    meeting: Meeting

    @property
    def has_seat(self) -> bool:
        seats = self.meeting.seats
        return self.place > 0 and (seats is None or self.place <= seats)

    @property
    def ahead(self) -> int:
        """How many wait before them."""
        return self.place - 1 - self.meeting.going


def get_meeting(reader: Reader, meeting_id: int) -> Meeting:
    return one(_meetings(reader).where(Meeting.id == meeting_id))


def with_meeting(reader: Reader) -> ExecutableOption:
    """Reads the meeting of a topic with it, and where the reader stands."""
    return joinedload(Topic.meeting).options(with_expression(Meeting.my_place, _place_of(reader)))


def standing_of(person: Person, meeting: Meeting) -> Standing:
    place = db.session.scalar(select(_place_of(person)).where(Meeting.id == meeting.id))
    return Standing(place or 0, meeting)


def list_upcoming(reader: Reader, *, space: Space | None = None, after: str = "") -> Page[Meeting]:
    """What is not over, the next first; of one space or of all."""
    query = _in(space, _meetings(reader)).where(Meeting.ends_at >= now())
    return page(query, by=[Meeting.starts_at, Meeting.id], after=after, descending=False)


def list_past(reader: Reader, *, space: Space | None = None, after: str = "") -> Page[Meeting]:
    """What is over, the last first."""
    query = _in(space, _meetings(reader)).where(Meeting.ends_at < now())
    return page(query, by=[Meeting.starts_at, Meeting.id], after=after)


def list_own(person: Person, limit: int = 50) -> Sequence[Meeting]:
    """What somebody signed up for or planned and is not over, the next first."""
    query = _meetings(person).where(Meeting.ends_at >= now(), _is_for(person))
    return db.session.scalars(query.order_by(Meeting.starts_at, Meeting.id).limit(limit)).all()


def list_for_calendar(reader: Reader, *, space: Space | None = None,
                      own: bool = False) -> Sequence[Meeting]:
    """What a calendar is given: of a space, or what somebody signed up for or planned. Also what
    was cancelled: calendars must hear of it."""
    query = _in(space, _meetings(reader)).where(Meeting.ends_at >= now() - KEPT)
    if own:
        query = query.where(_is_for(reader))
    return db.session.scalars(query.order_by(Meeting.starts_at, Meeting.id).limit(MOST)).all()


def list_sign_ups(meeting: Meeting, after: str = "", size: int = 100) -> Page[SignUp]:
    """Who signed up, in their order. Who may know that is asked by whoever shows it."""
    query = select(SignUp).where(SignUp.meeting_id == meeting.id).options(
        joinedload(SignUp.person))
    return page(query, by=[SignUp.id], after=after, size=size, descending=False)


def place_of(sign_up: SignUp) -> int:
    """Its place in the order, from 1."""
    query = select(func.count(SignUp.id)).where(
        SignUp.meeting_id == sign_up.meeting_id, SignUp.id <= sign_up.id)
    return db.session.scalar(query) or 0


def find_sign_up(person: Person, meeting: Meeting) -> SignUp | None:
    return db.session.scalar(select(SignUp).where(
        SignUp.meeting_id == meeting.id, SignUp.person_id == person.id))


def list_promoted(meeting: Meeting, *, seats: int, seats_before: int) -> list[int]:
    """The people who get a seat when there are so many instead of so many before."""
    query = select(SignUp.person_id).where(SignUp.meeting_id == meeting.id).order_by(SignUp.id)
    return list(db.session.scalars(query.offset(seats_before).limit(max(seats - seats_before, 0))))


def list_people_of(meeting: Meeting, *, seated: bool = False) -> list[int]:
    """Who signed up, or who of them has a seat."""
    query = select(SignUp.person_id).where(SignUp.meeting_id == meeting.id).order_by(SignUp.id)
    return list(db.session.scalars(query.limit(meeting.seats) if seated else query))


def list_beginning(begin: datetime, end: datetime) -> Sequence[Meeting]:
    """What begins between two moments and was not cancelled, whoever may see it."""
    query = select(Meeting).where(
        Meeting.starts_at >= begin, Meeting.starts_at < end, Meeting.cancelled_at.is_(None))
    return db.session.scalars(query.order_by(Meeting.starts_at)).all()


def get_any_meeting(meeting_id: int) -> Meeting:
    """Whoever asks: for services."""
    return one(_to_come().where(Meeting.id == meeting_id))


def list_held_by(person: Person, meeting_id: int | None = None) -> Sequence[Meeting]:
    """What somebody is going to hold."""
    query = _to_come().where(_holder() == person.id, is_this(Meeting.id, meeting_id))
    return db.session.scalars(query.order_by(Meeting.id).limit(MOST)).all()


def list_without_holder(meeting_id: int | None = None) -> Sequence[Meeting]:
    """What is to come, and who would hold it has no open account any more."""
    gone = exists().where(Person.id == _holder(), Person.active.is_(False)).correlate(
        Meeting, Topic)
    query = _to_come().where(gone, is_this(Meeting.id, meeting_id))
    return db.session.scalars(query.order_by(Meeting.id).limit(MOST)).all()


def _to_come() -> Select[tuple[Meeting]]:
    return select(Meeting).join(Meeting.topic).where(
        Meeting.ends_at > now(), Meeting.cancelled_at.is_(None),
    ).options(contains_eager(Meeting.topic).joinedload(Topic.space))


def _holder() -> ColumnElement[int]:
    return func.coalesce(Meeting.organiser_id, Topic.author_id)


def _meetings(reader: Reader) -> Select[tuple[Meeting]]:
    """Meetings with their topics, spaces and who planned them."""
    return select(Meeting).join(Meeting.topic).where(visible_meetings(reader)).options(
        contains_eager(Meeting.topic).options(
            joinedload(Topic.space), joinedload(Topic.author)))


def _place_of(person: Reader) -> ScalarSelect[int]:
    """The place of a person among those who signed up for a meeting; 0: none."""
    own = select(SignUp.id).where(
        SignUp.meeting_id == Meeting.id, SignUp.person_id == person.id).correlate(Meeting)
    place = select(func.count(SignUp.id)).where(
        SignUp.meeting_id == Meeting.id, SignUp.id <= own.scalar_subquery())
    return place.correlate(Meeting).scalar_subquery()


def _in(space: Space | None, query: Select[tuple[Meeting]]) -> Select[tuple[Meeting]]:
    return query if space is None else query.where(Topic.space_id == space.id)


def _is_for(person: Reader) -> ColumnElement[bool]:
    signed_up = select(SignUp.meeting_id).where(SignUp.person_id == person.id)
    return or_(Meeting.id.in_(signed_up), _holder() == person.id)
