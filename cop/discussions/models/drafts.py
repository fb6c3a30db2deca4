"""Drafts: what somebody began to write. Theirs alone; where they can be begun: `places.py`."""
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cop.base.clock import now
from cop.base.db import UNSEEN, Model
from cop.discussions.places import Place


class Draft(Model):
    """The fields of a form as they were typed, by name. One for each person and place."""

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("person_id", "kind", "target_id", "parent_id"), UNSEEN)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    target_id: Mapped[int]
    parent_id: Mapped[int] = mapped_column(default=0)
    words: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(default=now, index=True)

    @property
    def place(self) -> Place:
        return Place(self.kind, self.target_id, self.parent_id)

    @property
    def source(self) -> str:
        return "".join(self.words.get("source", []))

    @property
    def title(self) -> str:
        return "".join(self.words.get("title", []))
