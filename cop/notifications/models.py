"""Tables of notifications. Whom an event concerns is decided in `listeners/`."""
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, exists
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from cop.base.clock import now
from cop.base.db import UNSEEN, ByteOrdered, Model, db
from cop.notifications.channels import Channel
from cop.people.models import Person


class Notice(Model):
    """Something somebody is told: `kind` says what happened, the target says to what.

    `key` makes telling twice harmless. Notices of one `bundle` are one line of the inbox.
    `channel` is how its reader wanted to hear when they were told.
    """

    __tablename__ = "notices"
    __table_args__ = (UniqueConstraint("person_id", "key"),
                      Index(None, "person_id", "bundle"), UNSEEN)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    key: Mapped[str]
    bundle: Mapped[str]
    kind: Mapped[str]
    target_kind: Mapped[str]
    target_id: Mapped[int]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    channel: Mapped[str] = mapped_column(
        default=Channel.INBOX.value, server_default=Channel.INBOX.value)
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
    actor: Mapped[Person | None] = relationship(foreign_keys=actor_id)
    person: Mapped[Person] = relationship(foreign_keys=person_id)


#: Of whoever it is about, whether they may still see that or not. Asked with who is signed in.
Person.has_unread = column_property(
    exists().where(Notice.person_id == Person.id, Notice.read_at.is_(None)).correlate_except(
        Notice), deferred=True)


class Wish(Model):
    """Where somebody wants to hear of a subject (`subject`), or of whatever happens in a topic, a
    space or a theme (`kind` and `target_id` or `code`). Without one it is as usual."""

    __tablename__ = "notice_wishes"
    __table_args__ = (UniqueConstraint("person_id", "subject", "kind", "target_id", "code"),)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    subject: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="")
    target_id: Mapped[int] = mapped_column(default=0)
    code: Mapped[str] = mapped_column(ByteOrdered, default="")
    channel: Mapped[str]


class Mailing(Model):
    """To whom an issue of a digest goes: those who work for these regions, belong to these spaces
    and read one of these languages; where nothing is named, all of those it is made for."""

    __tablename__ = "mailings"
    digest_id: Mapped[int] = mapped_column(ForeignKey("digests.id"), unique=True)
    regions: Mapped[list[str]] = mapped_column(JSON, default=list)
    spaces: Mapped[list[int]] = mapped_column(JSON, default=list)
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)


class Rhythm(db.Model):
    """When mail reaches somebody: their digest, and the hours in which none comes.

    Hours are those of their own clocks; `weekday` counts from Monday (0), a monthly digest comes
    on the first of these days in a month. `told_until`: what is older stood in a digest already.
    `next_at` is None where none comes: they want none, or were away for long (`paused_at`).
    `stop_key` opens the page that ends mail, without signing in.
    """

    __tablename__ = "notice_rhythms"
    __table_args__ = UNSEEN
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    frequency: Mapped[str] = mapped_column(default="weekly")
    hour: Mapped[int] = mapped_column(default=8)
    weekday: Mapped[int] = mapped_column(default=0)
    quiet_from: Mapped[int] = mapped_column(default=20)
    quiet_until: Mapped[int] = mapped_column(default=7)
    rests_on_weekends: Mapped[bool] = mapped_column(default=True)
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    told_until: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    paused_at: Mapped[datetime | None]
    stop_key: Mapped[str] = mapped_column(unique=True)
    person: Mapped[Person] = relationship()
