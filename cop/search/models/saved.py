"""Searches that people keep. What they find, and who is told when, is said elsewhere."""
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.clock import now
from cop.base.db import Model
from cop.people.models import Person


class SavedSearch(Model):
    """What somebody looks for again and again: the query part of its address.

    `told_until`: what is older its owner was told of, or did not want to be. `due_at`: the morning
    of the next alert, for those that do not come at once. `stop_key` opens the page that stops the
    alerts, without signing in.
    """

    __tablename__ = "saved_searches"
    __table_args__ = (Index(None, "frequency", "due_at"),)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str]
    address: Mapped[str]
    frequency: Mapped[str] = mapped_column(default="never")
    by_mail: Mapped[bool] = mapped_column(default=False)
    told_until: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]
    stop_key: Mapped[str] = mapped_column(unique=True)
    person: Mapped[Person] = relationship()
