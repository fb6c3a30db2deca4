"""Tables of small signs on posts: it helped, we tried it. Who may give them: `policy.py`."""
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.db import Model
from cop.discussions.models.topics import Post
from cop.people.models import Person


class Sign(Model):
    """What somebody says of a post with one click (`helpful`) or in one line (`tried`).

    `place` and `words` belong to a remark: where it was tried, and what happened.
    """

    __tablename__ = "signs"
    __table_args__ = (UniqueConstraint("post_id", "person_id", "kind"),)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")

    post: Mapped[Post] = relationship(back_populates="signs")
    person: Mapped[Person] = relationship()
