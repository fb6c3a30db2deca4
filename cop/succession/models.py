"""The table of who was asked to look after something in somebody's place.

What can be looked after is registered by its feature (`base/care.py`).
"""
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.db import UNSEEN, Model
from cop.people.models import Person


class Succession(Model):
    """`holder` asks `successor` to look after a thing. `title` is what it was called then.

    `outcome` is empty until it is answered: accepted, declined, or lapsed when nobody answered.
    """

    __tablename__ = "successions"
    __table_args__ = (Index(None, "kind", "thing_id"), UNSEEN)
    kind: Mapped[str]
    thing_id: Mapped[int]
    title: Mapped[str]
    language: Mapped[str] = mapped_column(default="", server_default="")
    address: Mapped[str]
    holder_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    answer_by: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(default="", server_default="")
    holder: Mapped[Person] = relationship(foreign_keys=holder_id)
    successor: Mapped[Person] = relationship(foreign_keys=successor_id)

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.thing_id}"
