"""Comments on single fields of a case, by those who review it. Decisions are in `decisions.py`."""
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.db import Model
from cop.cases.models.cases import CaseRevision
from cop.people.models import Person


class CaseComment(Model):
    """What should change in one field. Its author reads it once a decision asks for changes:
    `decision_id` is that one."""

    __tablename__ = "case_comments"
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("case_revisions.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("case_decisions.id"))
    field: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]
    author: Mapped[Person] = relationship()
    revision: Mapped[CaseRevision] = relationship()
