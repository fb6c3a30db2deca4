"""Tables of notifications. Whom an event concerns is decided in `listeners.py`."""
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.db import Model
from cop.people.models import Person


class Notice(Model):
    """One line in somebody's inbox: `kind` says what happened, the target says to what.

    `key` makes telling twice harmless.
    """

    __tablename__ = "notices"
    __table_args__ = (UniqueConstraint("person_id", "key"),)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    key: Mapped[str]
    kind: Mapped[str]
    target_kind: Mapped[str]
    target_id: Mapped[int]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    read_at: Mapped[datetime | None]
    actor: Mapped[Person | None] = relationship(foreign_keys=actor_id)
