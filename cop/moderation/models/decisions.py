"""Tables of what was decided, and of who objected. What a decision does: `service/`."""
from datetime import datetime, timedelta
from secrets import token_urlsafe

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.clock import now
from cop.base.db import UNSEEN, Model
from cop.moderation.models.items import ReviewItem
from cop.people.models import Person, Sanction

#: How long somebody may object: six months (Regulation (EU) 2022/2065, article 20(1)).
TIME_TO_APPEAL = timedelta(days=183)


class ModerationDecision(Model):
    """What was decided about an item, and why: the statement of reasons of who it is about.

    `decided_by_id` is empty where it followed from reports alone (`is_automated`). `ground` is a
    rule of the terms or `law`; then `law` names it. `facts` is what the moderator says happened.
    Who has the letter in hand reads it under its `key` and objects, signed in or not.
    """

    __tablename__ = "moderation_decisions"
    __table_args__ = UNSEEN
    item_id: Mapped[int] = mapped_column(ForeignKey("review_items.id"), index=True)
    outcome: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    ground: Mapped[str] = mapped_column(default="")
    law: Mapped[str] = mapped_column(default="")
    facts: Mapped[str] = mapped_column(default="")
    is_automated: Mapped[bool] = mapped_column(default=False)
    key: Mapped[str | None] = mapped_column(unique=True, default=lambda: token_urlsafe(24))
    sanction_id: Mapped[int | None] = mapped_column(ForeignKey("sanctions.id"))
    reversed_at: Mapped[datetime | None]

    item: Mapped[ReviewItem] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=person_id)
    decided_by: Mapped[Person | None] = relationship(foreign_keys=decided_by_id)
    sanction: Mapped[Sanction | None] = relationship()
    appeal: Mapped["Appeal | None"] = relationship(back_populates="decision")

    @property
    def number(self) -> str:
        return f"D-{self.id}"

    @property
    def appeal_until(self) -> datetime:
        return self.created_at + TIME_TO_APPEAL

    @property
    def is_appeal_late(self) -> bool:
        return self.appeal_until < now()


class Appeal(Model):
    """Who a decision is about objects, once. Another moderator says whether it stands."""

    __tablename__ = "moderation_appeals"
    __table_args__ = UNSEEN
    decision_id: Mapped[int] = mapped_column(
        ForeignKey("moderation_decisions.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    text: Mapped[str]
    outcome: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    decided_at: Mapped[datetime | None]

    decision: Mapped[ModerationDecision] = relationship(back_populates="appeal")
    decided_by: Mapped[Person | None] = relationship(foreign_keys=decided_by_id)
