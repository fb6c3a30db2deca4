"""The words of the community, for corrections; and what was looked for in vain, by nobody."""
from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from cop.base.db import UNSEEN, Model


class Word(Model):
    """A word of texts that everybody (`public`) or every member (`members`) may read."""

    __tablename__ = "words"
    __table_args__ = (Index(None, "word", "language", "audience", unique=True), UNSEEN)
    word: Mapped[str]  # folded
    shown: Mapped[str]  # as it was first written, in small letters
    language: Mapped[str]
    audience: Mapped[str]
    documents: Mapped[int] = mapped_column(default=1)


class MissedSearch(Model):
    """Words that found nothing, on so many different days.

    Until there were enough of those only a keyed digest is kept: what one person once typed is
    written down nowhere.
    """

    __tablename__ = "missed_searches"
    __table_args__ = UNSEEN
    digest: Mapped[str] = mapped_column(unique=True)
    text: Mapped[str] = mapped_column(default="")
    days: Mapped[int] = mapped_column(default=1)
    last_on: Mapped[date]
