"""Tables of outlines: how a space wants a kind of topic to begin. Who may write them: `policy.py`.

A space without a row for a kind uses the outline that comes with the program.
"""
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cop.base.db import Model


class Outline(Model):
    """The headings, in Markdown, that a new topic of this kind begins with in this space."""

    __tablename__ = "outlines"
    __table_args__ = (UniqueConstraint("space_id", "kind"),)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    kind: Mapped[str]
    source: Mapped[str]
