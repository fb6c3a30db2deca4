"""Tables of notifications. Whom an event concerns is decided in `listeners/`."""
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.db import Model
from cop.people.models import Person


class Notice(Model):
    """Something somebody is told: `kind` says what happened, the target says to what.

    `key` makes telling twice harmless. Notices of one `bundle` are one line of the inbox.
    """

    __tablename__ = "notices"
    __table_args__ = (UniqueConstraint("person_id", "key"),
                      Index(None, "person_id", "bundle"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    key: Mapped[str]
    bundle: Mapped[str]
    kind: Mapped[str]
    target_kind: Mapped[str]
    target_id: Mapped[int]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    read_at: Mapped[datetime | None]
    actor: Mapped[Person | None] = relationship(foreign_keys=actor_id)
