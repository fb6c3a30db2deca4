"""Where the words of a case come from: topics it was made of, and posts it quotes with consent."""
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.db import Model
from cop.cases.models.cases import Case
from cop.discussions.models.topics import Post, Topic
from cop.people.models import Person

#: How somebody is quoted who says yes.
NAMINGS = ("named", "role", "anonymous")


class CaseSource(Model):
    """A topic that became a case. Posts with a number above `seen_number` came later: the case
    may need an update."""

    __tablename__ = "case_sources"
    __table_args__ = (UniqueConstraint("case_id", "topic_id"),)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), index=True)
    seen_number: Mapped[int]
    case: Mapped[Case] = relationship(back_populates="sources")
    topic: Mapped[Topic] = relationship(backref="case_sources")


class Quotation(Model):
    """Words of a post that a case would like to quote in a field, as they stood when their author
    was asked, and what the author answered: one of NAMINGS, `no`, or nothing yet."""

    __tablename__ = "case_quotations"
    __table_args__ = (UniqueConstraint("case_id", "post_id"),)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    field: Mapped[str]
    words: Mapped[str]
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    case: Mapped[Case] = relationship(back_populates="quotations")
    post: Mapped[Post] = relationship()
    person: Mapped[Person] = relationship(
        foreign_keys=person_id, lazy="joined", innerjoin=True)
    asked_by: Mapped[Person] = relationship(foreign_keys=asked_by_id)

    @property
    def is_given(self) -> bool:
        return self.answer in NAMINGS
