"""Tables of private conversations: who takes part, what is said, who wants none of whom."""
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.clock import now
from cop.base.db import UNSEEN, Model
from cop.people.models import Person

#: So many take part in a conversation, its opener included.
MOST_PEOPLE = 8


class Conversation(Model):
    """Between the same few people from the first word on: nobody comes in later and reads."""

    __tablename__ = "conversations"
    __table_args__ = UNSEEN
    subject: Mapped[str]
    language: Mapped[str]
    last_number: Mapped[int] = mapped_column(default=0)
    last_written_at: Mapped[datetime] = mapped_column(default=now, index=True)
    places: Mapped[list["Place"]] = relationship(
        order_by="Place.id", cascade="all, delete-orphan", back_populates="conversation")
    messages: Mapped[list["Message"]] = relationship(
        cascade="all, delete-orphan", back_populates="conversation", lazy="select")

    def place_of(self, person: Person) -> "Place":
        return next(place for place in self.places if place.person_id == person.id)

    def others_than(self, person: Person) -> list[Person]:
        """Who else takes part now."""
        return [place.person for place in self.places
                if place.person_id != person.id and not place.left_at]


class Place(Model):
    """Somebody's place in a conversation: how far they have read, whether they hear of it."""

    __tablename__ = "conversation_places"
    __table_args__ = (UniqueConstraint("conversation_id", "person_id"), UNSEEN)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    read_number: Mapped[int] = mapped_column(default=0)
    is_muted: Mapped[bool] = mapped_column(default=False, server_default=false())
    left_at: Mapped[datetime | None]
    conversation: Mapped[Conversation] = relationship(back_populates="places")
    person: Mapped[Person] = relationship()


class Message(Model):
    """What somebody wrote. What a moderator removed is kept as long as one can object."""

    __tablename__ = "conversation_messages"
    __table_args__ = (UniqueConstraint("conversation_id", "number"),
                      Index(None, "author_id", "created_at"), UNSEEN)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    number: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    language: Mapped[str]
    source: Mapped[str]
    html: Mapped[str]
    removed_at: Mapped[datetime | None]
    conversation: Mapped[Conversation] = relationship(back_populates="messages")
    author: Mapped[Person] = relationship()


class Block(Model):
    """`person` wants no messages of `blocked`."""

    __tablename__ = "message_blocks"
    __table_args__ = (UniqueConstraint("person_id", "blocked_id"), UNSEEN)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    blocked_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    blocked: Mapped[Person] = relationship(foreign_keys=blocked_id)
