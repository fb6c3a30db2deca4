"""Tables of mail: the outbox, which is the delivery log, too, and what must not be written to.

What is done with them is said in `mail.py`.
"""
from datetime import datetime

from sqlalchemy import JSON, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from cop.base.db import UNSEEN, Model


class Letter(Model):
    """One mail in the outbox, kept without its text as the delivery log once it is sent.

    `outcome` is waiting, sent, refused (by a server, or the address must not be written to),
    bounced (it came back), outdated (what it is about is not to be seen any more), capped (it
    was one too many for a day) or dropped (an administrator gave it up). `about` says what must
    still be there and to be seen when it leaves: post:12.
    """

    __tablename__ = "letters"
    __table_args__ = (
        Index(None, "recipient", "outcome"), Index(None, "person_id", "created_at"),
        Index("ix_letters_waiting", "created_at", sqlite_where=text("outcome = 'waiting'"),
              postgresql_where=text("outcome = 'waiting'")), UNSEEN)
    person_id: Mapped[int | None]
    kind: Mapped[str]
    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    html: Mapped[str] = mapped_column(default="", server_default="")
    sender_name: Mapped[str] = mapped_column(default="", server_default="")
    headers: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")
    about: Mapped[str] = mapped_column(default="", server_default="")
    message_id: Mapped[str] = mapped_column(unique=True)
    is_limited: Mapped[bool] = mapped_column(default=False, server_default=false())
    outcome: Mapped[str] = mapped_column(default="waiting", server_default="waiting")
    sent_at: Mapped[datetime | None]
    refused: Mapped[str] = mapped_column(default="")
    unsubscribe: Mapped[str] = mapped_column(default="", server_default="")


class Suppression(Model):
    """An address that must not be written to: it bounced, or its owner said so."""

    __tablename__ = "suppressions"
    address: Mapped[str] = mapped_column(unique=True)
    reason: Mapped[str]


class MailName(Model):
    """What somebody's own mail program calls the mail by which they wrote a thing (post:12)."""

    __tablename__ = "mail_names"
    __table_args__ = (UniqueConstraint("person_id", "key"),)
    person_id: Mapped[int]
    key: Mapped[str]
    message_id: Mapped[str]
