"""Letters: written into the outbox with the deed, sent by a job, logged, never to dead addresses.

What a letter says is written by the feature that sends it.
"""
import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from cop.base.clock import now
from cop.base.db import Model, add, begin_writing, db
from cop.base.jobs import enqueue, job
from cop.base.per_app import PerApp

PATIENCE = 30  # seconds that a mail server may take to answer
LONGEST_REASON = 500  # characters
#: «5.1.1 unknown user» and its like (RFC 3463): nobody will ever read there.
NO_SUCH_ADDRESS = re.compile(r"\b5\.1\.\d\b")


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
    unsubscribe: Mapped[str] = mapped_column(default="", server_default="")


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


_post: PerApp[Post] = PerApp(Post("", "cop@localhost"))


def use(post: Post) -> None:
    """Set where letters leave, once, when the application is put together."""
    _post.set(post)


def write_letter(recipient: str, *, subject: str, body: str, kind: str,
                 person_id: int | None = None, unsubscribe: str = "") -> None:
    """Put a plain-text letter into the outbox, in the caller's transaction. What is POSTed to the
    address `unsubscribe` stops letters of its kind: mail programs offer it as a button."""
    domain = _post.get().sender.rpartition("@")[2]
    letter = add(Letter(recipient=recipient, subject=" ".join(subject.split()), body=body,
                        kind=kind, person_id=person_id, unsubscribe=unsubscribe,
                        message_id=make_msgid(domain=domain)))
    enqueue("mail.send", letter_id=letter.id)


def suppress(address: str, reason: str) -> None:
    """Never write to this address again, in the caller's transaction."""
    if not _reason_against(address):
        add(Suppression(address=address.lower(), reason=reason[:LONGEST_REASON]))


@job("mail.send", outside=True, slow=True)
def send_letter(letter_id: int) -> None:
    """Send one letter of the outbox unless it is sent, suppressed or there is no way out.

    A kill between sending and noting it repeats the letter, under the same Message-ID.
    """
    letter = db.session.get(Letter, letter_id)
    if letter is None or letter.sent_at or letter.refused or not _post.get().url:
        return
    refused, message = _reason_against(letter.recipient), _message(letter)
    db.session.rollback()  # nothing is held while the letter travels
    refused = refused or _deliver(message)
    begin_writing()
    letter = db.session.get(Letter, letter_id)
    letter.refused = refused
    letter.sent_at = None if refused else now()
    if NO_SUCH_ADDRESS.search(refused):
        suppress(letter.recipient, refused)
    db.session.commit()


def _reason_against(address: str) -> str:
    """Why nothing is sent to this address, if so."""
    query = select(Suppression.reason).where(Suppression.address == address.lower())
    return db.session.scalar(query) or ""


def _deliver(message: EmailMessage) -> str:
    """Send, and answer with what a server said that does not want it, now or ever."""
    try:
        _post.get().deliver(message)
    except smtplib.SMTPRecipientsRefused as no:
        answers = list(no.recipients.values())
        if any(code < 500 for code, _words in answers):  # later, perhaps: greylisting, a full box
            raise
        return " ".join(f"{code} {words.decode(errors='replace')}" for code, words in answers)[
            :LONGEST_REASON]
    return ""


def _message(letter: Letter) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = _post.get().sender
    message["To"] = letter.recipient
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.created_at)
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe:  # RFC 8058
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.body)
    return message


def _by_smtp(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    with _connect(parts) as server:
        if "starttls" in parse_qs(parts.query, keep_blank_values=True):
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _connect(parts: SplitResult) -> smtplib.SMTP:
    host = parts.hostname or "localhost"
    if parts.scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, parts.port or 465, timeout=PATIENCE, context=context)
    return smtplib.SMTP(host, parts.port or 25, timeout=PATIENCE)


def _to_folder(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    relative = parts.netloc if parts.netloc != "localhost" else ""  # file://mail, as one types it
    folder = Path(unquote(relative + parts.path))
    folder.mkdir(parents=True, exist_ok=True)
    name = str(message["Message-ID"]).strip("<>").split("@")[0]
    (folder / f"{name}.eml").write_bytes(message.as_bytes())


_TRANSPORTS: dict[str, Callable[[str, EmailMessage], None]] = {
    "smtp": _by_smtp, "smtps": _by_smtp, "file": _to_folder,
}
