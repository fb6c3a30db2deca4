"""Files of cases. The files themselves are in `files/`."""
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.db import db
from cop.files.models import File


class CaseFile(db.Model):
    """A file attached to a revision of a case, in its place among the others. The next revision
    may hold the same file. `alt`: what a picture shows."""

    __tablename__ = "case_files"
    revision_id: Mapped[int] = mapped_column(
        ForeignKey("case_revisions.id", ondelete="CASCADE"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), primary_key=True, index=True)
    place: Mapped[int]
    alt: Mapped[str] = mapped_column(default="")

    file: Mapped[File] = relationship(lazy="joined", innerjoin=True)
