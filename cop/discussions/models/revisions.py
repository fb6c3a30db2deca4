"""What posts said before: texts that later ones replaced, were taken away, or are withheld."""
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from cop.base.db import UNSEEN, Model
from cop.discussions.models.topics import Post
from cop.people.models import Person


class Revision(Model):
    """A text that a later one replaced. `number` counts the versions of a post from 1; the
    version of now is the post itself. Born when it was replaced; its words can be removed."""

    __tablename__ = "post_revisions"
    __table_args__ = (UniqueConstraint("post_id", "number"),)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    language: Mapped[str]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    written_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    post: Mapped[Post] = relationship()
    written_by: Mapped[Person] = relationship()


class TakenText(Model):
    """The words of a deleted post, kept aside as long as who deleted it may think again."""

    __tablename__ = "taken_texts"
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), unique=True)
    source: Mapped[str]
    deleted_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    was_accepted: Mapped[bool] = mapped_column(default=False)

    post: Mapped[Post] = relationship(backref=backref("taken", uselist=False))


class WithheldText(Model):
    """The words of a post that moderation keeps from readers, until it is shown again or can no
    longer be. Who decided so, and why, is kept in `moderation/`."""

    __tablename__ = "withheld_texts"
    __table_args__ = UNSEEN
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), unique=True)
    source: Mapped[str]
    was_accepted: Mapped[bool] = mapped_column(default=False)

    post: Mapped[Post] = relationship(backref=backref("kept_back", uselist=False))
