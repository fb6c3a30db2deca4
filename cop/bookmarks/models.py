"""Tables of bookmarks. Nobody but their owner sees them: `policy.py`."""
from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cop.base.db import Model

KINDS = ("topic", "post", "case")


class Bookmark(Model):
    """A thing somebody wants to find again: `kind` and `target_id` say which.

    `remind_at` is the morning of `remind_on` in their time; `reminded_at` says that it was done.
    """

    __tablename__ = "bookmarks"
    __table_args__ = (UniqueConstraint("person_id", "kind", "target_id"),)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    target_id: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    remind_on: Mapped[date | None]
    remind_at: Mapped[datetime | None] = mapped_column(index=True)
    reminded_at: Mapped[datetime | None]
