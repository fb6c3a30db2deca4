"""Table of who asks for an account. Who decides is said in `policy.py`."""
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cop.base.db import Model


class JoinRequest(Model):
    """Somebody asks for an account. Gone when they are let in; kept for a while when they are
    not, so that who decides sees that they asked before."""

    __tablename__ = "join_requests"
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    words: Mapped[str]
    language: Mapped[str] = mapped_column(default="")
    refused_at: Mapped[datetime | None]
    refused_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(default="")
