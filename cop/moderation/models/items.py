"""Tables of what waits for a moderator: items of the queue, the reports behind them, notes."""
from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.clock import now
from cop.base.db import UNSEEN, Model
from cop.cases.models.cases import Case
from cop.discussions.models.topics import Post
from cop.files.models import File
from cop.people.models import Person

#: So long nobody else decides what a moderator has claimed.
CLAIM_HOLDS = timedelta(hours=4)


class ReviewItem(Model):
    """Something a moderator has to look at. `kind` says why it is here, `target_id` what it is.

    `open_key` is there while it is open: of one thing there is one open item. `post_id`, `case_id`
    and `file_id` lead to what is looked at; `person_id` is whose it is: they never decide it.
    `not_for_id` is somebody else who must not: who decided what an appeal is about.
    """

    __tablename__ = "review_items"
    __table_args__ = (Index(None, "decided_at", "created_at", "id"), UNSEEN)
    kind: Mapped[str]
    target_id: Mapped[int]
    open_key: Mapped[str | None] = mapped_column(unique=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(
        ForeignKey("files.id", ondelete="SET NULL"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    not_for_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(default="")
    weight: Mapped[float] = mapped_column(default=0.0)
    report_count: Mapped[int] = mapped_column(default=0)
    due_on: Mapped[date | None]
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    claimed_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]

    post: Mapped[Post | None] = relationship()
    case: Mapped[Case | None] = relationship()
    file: Mapped[File | None] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=person_id)
    claimed_by: Mapped[Person | None] = relationship(foreign_keys=claimed_by_id)
    reports: Mapped[list["Report"]] = relationship(
        back_populates="item", order_by="Report.id", cascade="all, delete-orphan")
    notes: Mapped[list["ReviewNote"]] = relationship(
        order_by="ReviewNote.id", cascade="all, delete-orphan")

    @property
    def is_open(self) -> bool:
        return self.decided_at is None

    @property
    def asks_again(self) -> bool:
        """Did somebody who reported it ask for a second look?"""
        return any(report.is_again for report in self.reports)

    @property
    def is_claimed(self) -> bool:
        return self.claimed_at is not None and self.claimed_at + CLAIM_HOLDS > now()


class Report(Model):
    """What somebody has against a thing. Without a reporter it was a visitor, who may have left a
    name and an address. `weight` is what it counted when it was made, `is_of_new` whether its
    reporter was new then (`weighing.py`); `outcome` is empty, `upheld` or `not_upheld`. With
    `is_again` it asks for a second look (`service/second_looks.py`), and gets an `answer`."""

    __tablename__ = "reports"
    __table_args__ = (UniqueConstraint("item_id", "reporter_id"),
                      Index(None, "reporter_id", "created_at"), UNSEEN)
    item_id: Mapped[int] = mapped_column(ForeignKey("review_items.id"))
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    reason: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    weight: Mapped[float] = mapped_column(default=0.0)
    is_of_new: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str] = mapped_column(default="", index=True)
    is_again: Mapped[bool] = mapped_column(default=False, server_default=false())
    answer: Mapped[str] = mapped_column(default="", server_default="")

    item: Mapped[ReviewItem] = relationship(back_populates="reports")
    reporter: Mapped[Person | None] = relationship()

    @property
    def number(self) -> str:
        """What both sides call it: R-12."""
        return f"R-{self.id}"


class ReviewNote(Model):
    """What moderators say to each other about an item."""

    __tablename__ = "review_notes"
    __table_args__ = UNSEEN
    item_id: Mapped[int] = mapped_column(ForeignKey("review_items.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    text: Mapped[str]
    author: Mapped[Person] = relationship()
