"""Table of what was taken in, so that it is taken once. The mails themselves are not kept."""
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cop.base.db import Model


class ReceivedMail(Model):
    """A mail that somebody sent to an address of theirs, and the post that was made of it, if one
    was. `digest` names the mail and the address: however often it is delivered, it is one."""

    __tablename__ = "received_mails"
    digest: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"), index=True)
