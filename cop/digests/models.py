"""Tables of digests. What goes into one is computed in `queries.py`."""
from datetime import date

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.db import Model
from cop.people.models import Person

AUDIENCES = ("public", "members")


class Digest(Model):
    """One digest: where, when, in which language, for whom. Both days belong to the period."""

    __tablename__ = "digests"
    regions: Mapped[list[str]] = mapped_column(JSON)
    first_day: Mapped[date]
    last_day: Mapped[date]
    language: Mapped[str]
    audience: Mapped[str] = mapped_column(default="members")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    made_by: Mapped[Person] = relationship()
