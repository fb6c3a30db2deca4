"""Tables of spaces: rooms, memberships, invitations, and what people follow. No rules."""
from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from cop.base.db import UNSEEN, ByteOrdered, Model
from cop.people.models import Person
from cop.spaces.levels import Choice, Level

KINDS = ("thematic", "regional", "country", "course")
#: From the widest to the narrowest.
VISIBILITIES = ("public", "members", "private")


class Space(Model):
    """A room for a theme, a region, a country or a course. Who owns and moderates it stands in the
    grants of `people/`. `joins_wait`: who wants to join asks, and only members write."""

    __tablename__ = "spaces"
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="thematic")
    visibility: Mapped[str] = mapped_column(default="public")
    language: Mapped[str] = mapped_column(default="en")
    themes: Mapped[list[str]] = mapped_column(JSON, default=list)
    regions: Mapped[list[str]] = mapped_column(JSON, default=list)
    ends_on: Mapped[date | None]
    hands_over_to_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id"))
    letters_without_content: Mapped[bool] = mapped_column(default=False, server_default=false())
    first_posts_wait: Mapped[bool] = mapped_column(default=False, server_default=false())
    joins_wait: Mapped[bool] = mapped_column(default=False, server_default=false())
    topic_count: Mapped[int] = mapped_column(default=0)
    member_count: Mapped[int] = mapped_column(default=0)
    hands_over_to: Mapped["Space | None"] = relationship(remote_side="Space.id")


class Membership(Model):
    """Somebody belongs to a space."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("space_id", "person_id"),)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    space: Mapped[Space] = relationship()
    person: Mapped[Person] = relationship(
        backref=backref("memberships", cascade="all, delete-orphan"))


class Asking(Model):
    """Somebody asks to join a space, until they are let in or not."""

    __tablename__ = "space_askings"
    __table_args__ = (UniqueConstraint("space_id", "person_id"), UNSEEN)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    words: Mapped[str] = mapped_column(default="")
    space: Mapped[Space] = relationship()
    person: Mapped[Person] = relationship()


class Invitation(Model):
    """A letter that lets its receiver into a space. Only the token's digest is kept."""

    __tablename__ = "invitations"
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), index=True)
    email: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    space: Mapped[Space] = relationship()


class Following(Model):
    """How closely somebody follows a thing: `kind` and `target_id` or `code` say which.

    `is_chosen`: they said so; else they came to it by taking part. In a space, what was written
    before `read_at` (or before they followed it) is not new for them.
    """

    __tablename__ = "followings"
    __table_args__ = (UniqueConstraint("kind", "target_id", "code", "person_id"),)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str]
    target_id: Mapped[int] = mapped_column(default=0)
    code: Mapped[str] = mapped_column(ByteOrdered, default="")
    level: Mapped[int] = mapped_column(default=Level.WATCHING)
    is_chosen: Mapped[bool] = mapped_column(default=True)
    read_at: Mapped[datetime | None]

    @property
    def choice(self) -> Choice:
        return Choice(self.kind, Level(self.level), self.is_chosen)
