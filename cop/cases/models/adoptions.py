"""Tables of adoptions: who uses a case somewhere else. Who may say so: `policy/adoptions.py`."""
from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.db import ByteOrdered, Model
from cop.cases.models.cases import Case
from cop.people.models import Organisation, Person

#: What became of it. Before one can say: the empty string.
OUTCOMES = ("kept", "changed", "stopped")
#: After so many months since the beginning one is asked how it went.
ASKED_AFTER = (3, 6, 12)


class Adoption(Model):
    """Somebody does elsewhere what a case describes: where, since when, what they changed, what it
    costs, and what came of it so far. `since` is a month (2026-03); the organisation is that of
    the day it was told. Readers see the person's name only if `names_person`.

    `ask_on` is the day on which they are asked next how it went. A curator may hide an entry,
    with a reason for its author.
    """

    __tablename__ = "adoptions"
    __table_args__ = (UniqueConstraint("case_id", "person_id"),)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    region: Mapped[str] = mapped_column(ByteOrdered, index=True)
    since: Mapped[str]
    changed: Mapped[str] = mapped_column(default="")
    cost: Mapped[str] = mapped_column(default="", server_default="")
    result: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="", server_default="")
    names_person: Mapped[bool] = mapped_column(default=False, server_default="0")
    ask_on: Mapped[date | None] = mapped_column(index=True)
    hidden_at: Mapped[datetime | None]
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    hidden_reason: Mapped[str] = mapped_column(default="", server_default="")

    case: Mapped[Case] = relationship(back_populates="adoptions")
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    organisation: Mapped[Organisation | None] = relationship()
    results: Mapped[list["AdoptionResult"]] = relationship(
        order_by="AdoptionResult.months", cascade="all, delete-orphan")


class AdoptionResult(Model):
    """How it went so many months after the beginning: one of ASKED_AFTER."""

    __tablename__ = "adoption_results"
    __table_args__ = (UniqueConstraint("adoption_id", "months"),)
    adoption_id: Mapped[int] = mapped_column(ForeignKey("adoptions.id"))
    months: Mapped[int]
    outcome: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
