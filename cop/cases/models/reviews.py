"""Reviews of cases: who was asked, and what they scored. What scores allow: `rubric.py`."""
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.db import Model
from cop.cases.models.cases import Case, CaseRevision
from cop.people.models import Person


class CaseReview(Model):
    """Somebody who knows the subject is asked about one text of a case.

    They score it, having said that they have no conflict of interest, or decline. `scores` maps
    criteria to 0 … 3 under `rubric_version`.
    """

    __tablename__ = "case_reviews"
    __table_args__ = (UniqueConstraint("revision_id", "reviewer_id"),)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("case_revisions.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    declined_at: Mapped[datetime | None]
    scored_at: Mapped[datetime | None]
    rubric_version: Mapped[str] = mapped_column(default="")
    scores: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    evidence_level: Mapped[str] = mapped_column(default="")
    opinion: Mapped[str] = mapped_column(default="")
    reviewer: Mapped[Person] = relationship(foreign_keys=reviewer_id)
    case: Mapped[Case] = relationship(back_populates="reviews")
    revision: Mapped[CaseRevision] = relationship()

    @property
    def is_open(self) -> bool:
        """Is it still waited for?"""
        return self.declined_at is None and self.scored_at is None
