"""Files of posts. The files themselves are in `files/`."""
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.db import db
from cop.files.models import File


class PostFile(db.Model):
    """A file attached to a post, in its place among the others. `alt`: what a picture shows."""

    __tablename__ = "post_files"
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), primary_key=True, unique=True)
    place: Mapped[int]
    alt: Mapped[str] = mapped_column(default="")

    file: Mapped[File] = relationship(lazy="joined", innerjoin=True)
