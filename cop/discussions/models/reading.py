"""What people have read. It is gathered and stored by `service/reading.py`."""
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cop.base.clock import now
from cop.base.db import UNSEEN, db
from cop.discussions.spans import Spans


class ReadingPosition(db.Model):
    """What somebody has read of a topic: numbers of posts, written as spans, and how many."""

    __tablename__ = "reading_positions"
    __table_args__ = UNSEEN
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), primary_key=True, index=True)
    numbers: Mapped[str] = mapped_column(default="")
    count: Mapped[int] = mapped_column(default=0)
    read_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def spans(self) -> Spans:
        return Spans.read(self.numbers)

    @spans.setter
    def spans(self, spans: Spans) -> None:
        self.numbers, self.count = str(spans), len(spans)
