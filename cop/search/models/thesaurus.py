"""What curators changed in the thesaurus. The shipped table is in `cop/vocabulary/data`."""
from sqlalchemy.orm import Mapped, mapped_column

from cop.base.db import Model


class ThesaurusEdit(Model):
    """One change. Nothing is ever overwritten: replayed in their order they are the thesaurus."""

    __tablename__ = "thesaurus_edits"
    act: Mapped[str]
    concept: Mapped[str] = mapped_column(index=True)
    language: Mapped[str] = mapped_column(default="")
    term: Mapped[str] = mapped_column(default="")
    other: Mapped[str] = mapped_column(default="")
