"""Who is mentioned in which post; the text itself says it by number (`mentions.py`)."""
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cop.base.db import db


class Mention(db.Model):
    """Somebody is mentioned in a post."""

    __tablename__ = "mentions"
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
