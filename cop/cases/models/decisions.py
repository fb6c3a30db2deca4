"""Decisions about cases, with the reasons their authors read. The cases are in `cases.py`."""
from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.db import Model
from cop.cases.models.cases import CaseRevision
from cop.people.models import Person


class CaseDecision(Model):
    """One step of a case, or a word about it (then both statuses are the same), with the reason
    its author reads. `evidence_level` is what the step set it to, if it did; `checks` are the
    points a curator ticked before sending it on to review; `departures` is what had gone out with
    the case when it was withdrawn (`departures.py`)."""

    __tablename__ = "case_decisions"
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("case_revisions.id"))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    from_status: Mapped[str]
    to_status: Mapped[str]
    reason: Mapped[str]
    evidence_level: Mapped[str] = mapped_column(default="")
    checks: Mapped[list[str]] = mapped_column(JSON, default=list)
    departures: Mapped[list[dict[str, str]]] = mapped_column(
        JSON, default=list, server_default="[]")
    decided_by: Mapped[Person] = relationship()
    revision: Mapped[CaseRevision | None] = relationship()
