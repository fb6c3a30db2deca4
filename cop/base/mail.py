"""Letters: written into the outbox with the deed, sent by a job, logged, never to dead addresses.

What a letter says is written by the feature that sends it.
"""
import logging
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, make_msgid
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from cop.base.clock import now
from cop.base.db import Model, begin_writing, db
from cop.base.jobs import enqueue, job

log = logging.getLogger(__name__)


class Letter(Model):
    """One mail in the outbox, kept as the delivery log once it is sent."""

    __tablename__ = "letters"
    person_id: Mapped[int | None] = mapped_column(index=True)
    kind: Mapped[str]
    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    sent_at: Mapped[datetime | None]
    refused: Mapped[str] = mapped_column(default="")


class Suppression(Model):
    """An address that must not be written to: it bounced, or its owner said so."""

    __tablename__ = "suppressions"
    address: Mapped[str] = mapped_column(unique=True)
    reason: Mapped[str]


@dataclass(frozen=True)
class Post:
    """Where letters leave: `url` is smtp://, smtps://, file:// or empty (they stay)."""

    url: str
    sender: str

    def deliver(self, message: EmailMessage) -> None:
        """Send, or raise: OSError and SMTPException mean later, the queue tries again."""
        scheme = urlsplit(self.url).scheme
        _TRANSPORTS[scheme](self.url, message)


_post = Post("", "cop@localhost")


def use(post: Post) -> None:
    """Set where letters leave, once, when the application is put together."""
    global _post
    _post = post


def write_letter(recipient: str, *, subject: str, body: str, kind: str,
                 person_id: int | None = None) -> None:
    """Put a plain-text letter into the outbox, in the caller's transaction."""
    letter = Letter(recipient=recipient, subject=" ".join(subject.split()), body=body, kind=kind,
                    person_id=person_id, message_id=make_msgid(domain=_post.sender.split("@")[-1]))
    db.session.add(letter)
    db.session.flush()
    enqueue("mail.send", letter_id=letter.id)


@job("mail.send", outside=True)
def send_letter(letter_id: int) -> None:
    """Send one letter of the outbox unless it is sent, suppressed or there is no way out."""
    letter = db.session.get(Letter, letter_id)
    if letter is None or letter.sent_at or letter.refused or not _post.url:
        return
    suppressed = select(Suppression.reason).where(Suppression.address == letter.recipient.lower())
    refused = db.session.scalar(suppressed) or ""
    message = _message(letter)
    db.session.rollback()
    if not refused:
        try:
            _post.deliver(message)
        except smtplib.SMTPRecipientsRefused as no:
            refused = str(no)[:500]
    begin_writing()
    letter = db.session.get(Letter, letter_id)
    letter.refused = refused
    letter.sent_at = None if refused else now()
    db.session.commit()


def _message(letter: Letter) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr(("", _post.sender))
    message["To"] = letter.recipient
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.created_at)
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    return message


def _by_smtp(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    secure = parts.scheme == "smtps"
    kind: Any = smtplib.SMTP_SSL if secure else smtplib.SMTP
    with kind(parts.hostname, parts.port or (465 if secure else 25), timeout=30) as server:
        if "starttls" in parse_qs(parts.query, keep_blank_values=True):
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _to_folder(url: str, message: EmailMessage) -> None:
    folder = Path(unquote(urlsplit(url).path))
    folder.mkdir(parents=True, exist_ok=True)
    name = str(message["Message-ID"]).strip("<>").split("@")[0]
    (folder / f"{name}.eml").write_bytes(message.as_bytes())


_TRANSPORTS: dict[str, Callable[[str, EmailMessage], None]] = {
    "smtp": _by_smtp, "smtps": _by_smtp, "file": _to_folder,
}
