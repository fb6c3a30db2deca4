"""Tables of meetings and of who signed up. Who may do so is said in `policy.py`."""
import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import (
    Mapped,
    backref,
    column_property,
    mapped_column,
    query_expression,
    relationship,
)

from cop.base.clock import now
from cop.base.db import Model
from cop.discussions.models.topics import Topic
from cop.people.models import Person


class SignUp(Model):
    """Somebody wants to come. In the order of ids the first get the seats, the others wait."""

    __tablename__ = "sign_ups"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    person: Mapped[Person] = relationship()


class Meeting(Model):
    """When and where people meet; its topic (kind `event`) says what for.

    `organiser` holds it in the place of who planned it, the author of the topic. Moments are in
    UTC, `zone` is the time zone it was planned in. `uid` and `sequence` are what calendars know
    it and its changes by.
    """

    __tablename__ = "meetings"
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), unique=True)
    organiser_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    zone: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    seats: Mapped[int | None]
    closes_on: Mapped[date | None]
    cancelled_at: Mapped[datetime | None]
    uid: Mapped[str] = mapped_column(unique=True, default=lambda: str(uuid.uuid4()))
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(default=now)

    #: The place of who reads among those who signed up, where a query asks for it.
    my_place: Mapped[int | None] = query_expression()

    topic: Mapped[Topic] = relationship(backref=backref("meeting", uselist=False))
    organiser: Mapped[Person | None] = relationship(foreign_keys=organiser_id)

    @property
    def held_by_id(self) -> int:
        return self.organiser_id or self.topic.author_id

    @property
    def going(self) -> int:
        """How many have a seat."""
        return self.sign_up_count if self.seats is None else min(self.sign_up_count, self.seats)

    @property
    def waiting(self) -> int:
        return self.sign_up_count - self.going


#: Counted whenever a meeting is read: a number that is stored could be wrong.
Meeting.sign_up_count = column_property(
    select(func.count(SignUp.id)).where(SignUp.meeting_id == Meeting.id)
    .correlate_except(SignUp).scalar_subquery())
