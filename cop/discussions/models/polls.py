"""Tables of polls: what is asked, the answers, the ballots. Who may vote is said in `policy.py`.

A ballot is one person's vote; it can hold several choices. While the poll is open it belongs to a
person, so that they can change it. When an anonymous poll has ended, that link is cut.
"""
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.clock import now
from cop.base.db import Model, db
from cop.discussions.models.topics import Topic
from cop.people.models import Person


class Poll(Model):
    """A question with answers to choose from, in the opening post of a topic.

    Where the question is empty, the title of the topic is what it asks.
    `shown_at_end`: nobody sees results before the end; else who has voted sees them.
    """

    __tablename__ = "polls"
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), unique=True)
    question: Mapped[str]
    is_multiple: Mapped[bool] = mapped_column(default=False)
    is_named: Mapped[bool] = mapped_column(default=False)
    shown_at_end: Mapped[bool] = mapped_column(default=False)
    closes_at: Mapped[datetime | None] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]

    topic: Mapped[Topic] = relationship(back_populates="poll")
    options: Mapped[list["PollOption"]] = relationship(
        cascade="all, delete-orphan", order_by="PollOption.id")
    ballots: Mapped[list["Ballot"]] = relationship(cascade="all, delete-orphan")

    @property
    def has_ended(self) -> bool:
        return self.closed_at is not None or (
            self.closes_at is not None and self.closes_at <= now())


class PollOption(Model):
    """One of the answers; they stand in the order they were written in."""

    __tablename__ = "poll_options"
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"), index=True)
    words: Mapped[str]


class BallotChoice(db.Model):
    """An answer that was chosen."""

    __tablename__ = "ballot_choices"
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballots.id"), primary_key=True)
    option_id: Mapped[int] = mapped_column(
        ForeignKey("poll_options.id"), primary_key=True, index=True)
    option: Mapped[PollOption] = relationship()


class Ballot(Model):
    """What one person chose. Nobody's, once the link was cut."""

    __tablename__ = "ballots"
    __table_args__ = (UniqueConstraint("poll_id", "person_id"),)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    person: Mapped[Person | None] = relationship()
    choices: Mapped[list[BallotChoice]] = relationship(cascade="all, delete-orphan")
