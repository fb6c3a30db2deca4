"""Letters: written into the outbox with the deed, sent by a job, logged, never to dead addresses.

What a letter says is written by the feature that sends it; how it leaves, in `mail_transport.py`.
"""
import re
import smtplib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from email.message import Message
from email.utils import format_datetime, formataddr, make_msgid
from functools import partial
from hashlib import sha256

from sqlalchemy import delete, func, or_, select, update

from cop.base.clock import now
from cop.base.db import add, db
from cop.base.dropping import when_dropped
from cop.base.events import Event, publish
from cop.base.jobs import enqueue, is_anything_due, job
from cop.base.mail_addresses import SignedAddress, make_address, read_address
from cop.base.mail_form import as_message
from cop.base.mail_tables import Letter, MailName, Suppression
from cop.base.mail_transport import Post, hang_up
from cop.base.metrics import LETTERS
from cop.base.per_app import PerApp
from cop.base.site import read_site

LONGEST_REASON = 500  # characters
#: «5.1.1 unknown user» and its like (RFC 3463): nobody will ever read there.
NO_SUCH_ADDRESS = re.compile(r"\b5\.1\.\d\b")
#: So many letters that come back within this time, and no more are sent to an address.
MOST_BOUNCES, BOUNCES_COUNT = 3, timedelta(days=90)
DAY = timedelta(days=1)
#: What may stand in a Message-ID as it is.
PLAIN_KEY = re.compile(r"[a-z_]+(:[0-9a-z_]+)*")


@dataclass(frozen=True, kw_only=True)
class AddressGivenUp(Event):
    """Nothing is sent to an address any more. Its owner should hear of it another way."""

    address: str


_caught: ContextVar[list[Letter] | None] = ContextVar("caught", default=None)
_post: PerApp[Post] = PerApp(Post("", "cop@localhost"))
_still_seen: dict[str, Callable[[int, int], bool]] = {}


def use(post: Post) -> None:
    """Set where letters leave, once, when the application is put together."""
    _post.set(post)


def has_way_out() -> bool:
    return bool(_post.get().url)


def send_only_while(kind: str, is_seen: Callable[[int, int], bool]) -> None:
    """Ask this of letters about such a thing before they leave: may the person (by id) still see
    the thing (by id)?"""
    _still_seen[kind] = is_seen


def write_letter(recipient: str, *, subject: str, body: str, kind: str,
                 person_id: int | None = None, unsubscribe: str = "", html: str = "",
                 sender_name: str = "", key: str = "", thread: Sequence[str] = (),
                 headers: Mapping[str, str] | None = None, about: str = "",
                 is_limited: bool = False) -> None:
    """Put a letter into the outbox, in the caller's transaction.

    `key` names what it tells (post:12): the same is written to nobody twice. `thread` are the keys
    of what it answers, from the first letter of the conversation to the last: mail programs show
    them together. What is POSTed to the address `unsubscribe` stops letters of its kind. Of those
    that are `is_limited`, a person gets so many a day as the administrator decided. Without a
    `sender_name` it comes from the community, by its name.
    """
    message_id = message_id_of(key, person_id or 0) if key else make_msgid(domain=_own_domain())
    letter = Letter(
        recipient=recipient, subject=_one_line(subject), body=body, html=html, kind=kind,
        person_id=person_id, unsubscribe=unsubscribe,
        sender_name=_one_line(sender_name or read_site().name),
        message_id=message_id, about=about, is_limited=is_limited,
        headers=_threaded(thread, person_id or 0) | dict(headers or {}))
    if (caught := _caught.get()) is not None:
        return caught.append(letter)
    if key and _is_written(message_id):
        return None
    return _put_out(letter)


def _put_out(letter: Letter) -> None:
    add(letter)
    if letter.is_limited and letter.person_id and _is_one_too_many(letter.person_id):
        letter.outcome, letter.body, letter.html = "capped", "", ""
    else:
        enqueue("mail.send", letter_id=letter.id)


@contextmanager
def caught_letters() -> Iterator[list[Letter]]:
    """Letters that are written inside are not sent, nor kept: for showing what would be."""
    letters: list[Letter] = []
    token = _caught.set(letters)
    try:
        yield letters
    finally:
        _caught.reset(token)


def message_id_of(key: str, person_id: int) -> str:
    """The name of the letter that tells this person of this, whether it was written or not."""
    plain = key if PLAIN_KEY.fullmatch(key) else sha256(key.encode()).hexdigest()[:32]
    return f"<{plain.replace(':', '.')}.{person_id}@{_own_domain()}>"


def note_own_mail(person_id: int, key: str, message_id: str) -> None:
    """They wrote this by mail: their program shows the answers below that mail."""
    add(MailName(person_id=person_id, key=key, message_id=message_id))


def address_of_ours(purpose: str, *numbers: int, extra: str = "") -> str:
    """A signed address whose letters come to us; empty where none do (COP_MAIL_IN_DOMAIN)."""
    post = _post.get()
    return make_address(post.domain, post.secret, purpose, numbers, extra) if post.domain else ""


def read_address_of_ours(address: str) -> SignedAddress | None:
    """What an address says that is written like ours; ask `was_made_by_us` of it."""
    found = read_address(address)
    return found if found and found.domain == _post.get().domain.lower() else None


def was_made_by_us(address: SignedAddress, extra: str = "") -> bool:
    return address.holds(_post.get().secret, extra)


def sender_address() -> str:
    """Whom all letters come from."""
    return _post.get().sender


def suppress(address: str, reason: str) -> None:
    """Never write to this address again, in the caller's transaction."""
    if not _reason_against(address):
        add(Suppression(address=address.lower(), reason=reason[:LONGEST_REASON]))
        publish(AddressGivenUp(address=address))


def forgive(address: str) -> None:
    """Write to this address again, and forget what came back from it."""
    db.session.execute(delete(Suppression).where(Suppression.address == address.lower()))
    db.session.execute(delete(Letter).where(
        func.lower(Letter.recipient) == address.lower(), Letter.outcome == "bounced"))


def note_bounce(letter_id: int, reason: str) -> None:
    """A letter came back. After the third within some months no more are sent to its address."""
    letter = db.session.get(Letter, letter_id)
    if letter is None or letter.outcome != "sent":
        return
    letter.outcome, letter.refused = "bounced", reason[:LONGEST_REASON]
    LETTERS.labels("bounced").inc()
    db.session.flush()
    count = db.session.scalar(select(func.count(Letter.id)).where(
        Letter.recipient == letter.recipient, Letter.outcome == "bounced",
        Letter.created_at > now() - BOUNCES_COUNT))
    if count >= MOST_BOUNCES:
        suppress(letter.recipient, letter.refused)


def forget_waiting(about: str) -> None:
    """Letters about such a thing (post:12) that wait are not sent: they hold its words."""
    db.session.execute(update(Letter).where(
        Letter.about == about, Letter.outcome == "waiting",
    ).values(outcome="outdated", body="", html="", subject=""))


def forget_waiting_with(name: str) -> None:
    """The same of those in which this stands."""
    held = [column.contains(name, autoescape=True)
            for column in (Letter.subject, Letter.body, Letter.html, Letter.sender_name)]
    db.session.execute(update(Letter).where(Letter.outcome == "waiting", or_(*held)).values(
        outcome="outdated", body="", html="", subject="", sender_name=""))


def forget_letters() -> None:
    """The delivery log ends after so many days as the administrator decided."""
    before = now() - timedelta(days=read_site().letters_kept)
    db.session.execute(delete(Letter).where(
        Letter.created_at < before, Letter.outcome != "waiting"))


@job("mail.send", outside=True, slow=True)
def send_letter(letter_id: int) -> Callable[[], None] | None:
    """Send one letter of the outbox unless it is sent, suppressed or there is no way out.

    A kill between sending and noting it repeats the letter, under the same Message-ID.
    """
    letter = db.session.get(Letter, letter_id)
    if letter is None or letter.outcome != "waiting" or not has_way_out():
        return None
    if not _is_still_seen(letter):
        return partial(note_outcome, letter_id, "outdated", "")
    refused = _reason_against(letter.recipient)
    db.session.expunge_all()
    db.session.rollback()  # nothing is held while the letter travels
    refused = refused or deliver(letter)
    if not is_anything_due("mail.send"):
        hang_up()
    return partial(note_outcome, letter_id, "refused" if refused else "sent", refused)


@when_dropped("mail.send")
def give_letter_up(letter_id: int) -> None:
    letter = db.session.get(Letter, letter_id)
    if letter and letter.outcome == "waiting":
        note_outcome(letter_id, "dropped", "")


def note_outcome(letter_id: int, outcome: str, reason: str) -> None:
    """What became of a letter. Neither its subject nor its text is kept."""
    letter = db.session.get(Letter, letter_id)
    letter.outcome, letter.refused = outcome, reason
    LETTERS.labels(outcome).inc()
    letter.sent_at = now() if outcome == "sent" else None
    letter.subject = letter.body = letter.html = ""
    if NO_SUCH_ADDRESS.search(reason):
        suppress(letter.recipient, reason)


def _is_written(message_id: str) -> bool:
    found = db.session.scalar(select(Letter.id).where(Letter.message_id == message_id))
    return found is not None


def _is_one_too_many(person_id: int) -> bool:
    count = db.session.scalar(select(func.count(Letter.id)).where(
        Letter.person_id == person_id, Letter.is_limited, Letter.outcome != "capped",
        Letter.created_at > now() - DAY)) or 0
    return count > read_site().letters_a_day


def _is_still_seen(letter: Letter) -> bool:
    kind, _, number = letter.about.partition(":")
    return kind not in _still_seen or _still_seen[kind](letter.person_id or 0, int(number))


def _reason_against(address: str) -> str:
    """Why nothing is sent to this address, if so."""
    query = select(Suppression.reason).where(Suppression.address == address.lower())
    return db.session.scalar(query) or ""


def deliver(letter: Letter) -> str:
    """Send, and answer with what a server said that does not want it, now or ever."""
    try:
        _post.get().deliver(message_of(letter), letter.recipient,
                            return_path=address_of_ours("bounce", letter.id))
    except smtplib.SMTPRecipientsRefused as no:
        answers = list(no.recipients.values())
        if any(code < 500 for code, _words in answers):  # later, perhaps: greylisting, a full box
            raise
        return " ".join(f"{code} {words.decode(errors='replace')}" for code, words in answers)[
            :LONGEST_REASON]
    return ""


def message_of(letter: Letter) -> Message:
    """The letter as it travels."""
    headers = {
        "From": formataddr((letter.sender_name, _post.get().sender)), "To": letter.recipient,
        "Subject": letter.subject, "Date": format_datetime(letter.created_at or now()),
        "Message-ID": letter.message_id, "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply", **letter.headers}
    if letter.unsubscribe:  # RFC 8058
        headers |= {"List-Unsubscribe": f"<{letter.unsubscribe}>",
                    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return as_message(headers, letter.body, letter.html)


def _threaded(thread: Sequence[str], person_id: int) -> dict[str, str]:
    """Beside our names of what is answered, those of the person's own mails."""
    own = dict(db.session.execute(select(MailName.key, MailName.message_id).where(
        MailName.person_id == person_id, MailName.key.in_(thread))).all()) if thread else {}
    ids = [own.get(key) or message_id_of(key, person_id) for key in dict.fromkeys(thread)]
    return {"In-Reply-To": ids[-1], "References": " ".join(ids)} if ids else {}


def _own_domain() -> str:
    return _post.get().sender.rpartition("@")[2]


def _one_line(words: str) -> str:
    return " ".join(words.split())
