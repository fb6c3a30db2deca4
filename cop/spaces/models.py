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
    """A way in: by a letter for one person or, without `email`, by a link for `most_uses` of them.

    It leads into `space` (from whose page it was made) and the spaces `also`; where there is
    neither, into the community. Whoever asked for a letter by a link has its `link_id`. The letter
    is in the outbox since `written_at`. Only the token's digest is kept.
    """

    __tablename__ = "invitations"
    __table_args__ = UNSEEN
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id"), index=True)
    also: Mapped[list[int]] = mapped_column(JSON, default=list, server_default="[]")
    email: Mapped[str]
    name: Mapped[str] = mapped_column(default="", server_default="")
    language: Mapped[str] = mapped_column(default="", server_default="")
    region: Mapped[str] = mapped_column(default="", server_default="")
    organisation: Mapped[str] = mapped_column(default="", server_default="")
    digest: Mapped[str] = mapped_column(unique=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    link_id: Mapped[int | None] = mapped_column(
        ForeignKey("invitations.id", ondelete="SET NULL"), index=True)
    most_uses: Mapped[int] = mapped_column(default=1, server_default="1")
    use_count: Mapped[int] = mapped_column(default=0, server_default="0")
    expires_at: Mapped[datetime]
    written_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    space: Mapped[Space | None] = relationship()
    invited_by: Mapped[Person] = relationship()

    @property
    def is_link(self) -> bool:
        return not self.email

    @property
    def space_ids(self) -> list[int]:
        """All spaces it leads into."""
        return list(dict.fromkeys([*([self.space_id] if self.space_id else []), *self.also]))

    @property
    def is_used_up(self) -> bool:
        return self.use_count >= self.most_uses or bool(self.accepted_at and not self.is_link)


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
