"""Notes in a topic: what moderators did to it that those who read it should know.

Which names a note may say to whom is decided where it is read, in `queries/order.py`.
"""
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from cop.base.db import Model
from cop.discussions.models.topics import Topic
from cop.spaces.models import Space

#: moved: `space` is the one it came from. merged: `other` was taken in. split_off: `posts` went to
#: `other`. split_from: they came from `other`.
KINDS = ("moved", "merged", "split_off", "split_from")


class TopicNote(Model):
    """One line in a topic. Who did it is in the audit log."""

    __tablename__ = "topic_notes"
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), index=True)
    kind: Mapped[str]
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id"))
    other_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    posts: Mapped[int] = mapped_column(default=0)

    space: Mapped[Space | None] = relationship()
    other: Mapped[Topic | None] = relationship(foreign_keys=other_id)
    topic: Mapped[Topic] = relationship(
        foreign_keys=topic_id, backref=backref("notes", order_by="TopicNote.id"))
