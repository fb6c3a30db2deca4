"""Tables of adoptions: who uses a case somewhere else. Who may say so is said in `policy/`."""
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.db import ByteOrdered, Model
from cop.cases.models.cases import Case
from cop.people.models import Organisation, Person


class Adoption(Model):
    """Somebody does elsewhere what a case describes: where, since when, what they changed, and
    what came of it so far. `since` is a month (2026-03); the organisation is that of the day it
    was told."""

    __tablename__ = "adoptions"
    __table_args__ = (UniqueConstraint("case_id", "person_id"),)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    region: Mapped[str] = mapped_column(ByteOrdered, index=True)
    since: Mapped[str]
    changed: Mapped[str] = mapped_column(default="")
    result: Mapped[str] = mapped_column(default="")

    case: Mapped[Case] = relationship(back_populates="adoptions")
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
