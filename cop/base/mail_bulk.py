"""Many letters of one kind at once: written in one statement, sent by one job, noted one by one.

Single ones are written and sent in `mail.py`.
"""
import smtplib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, insert, select, update

from cop.base import metrics
from cop.base.clock import now
from cop.base.db import db
from cop.base.dropping import when_dropped
from cop.base.jobs import Job, enqueue, job, short_transaction
from cop.base.mail import (
    Letter,
    Suppression,
    deliver,
    give_letter_up,
    has_way_out,
    message_id_of,
    note_outcome,
)
from cop.base.mail_transport import hang_up
from cop.base.site import read_site

#: So many letters are sent by one job, for so many seconds at most: it has a lease of ten minutes.
A_JOB, LONGEST_RUN = 200, 240
#: Older letters that nothing sends are not sent any more: nobody expects them now.
LEFT_FOR = timedelta(days=7)
LETTERS = Letter.__table__


@dataclass(frozen=True)
class Draft:
    """A letter to somebody; `key` and `about` name what it tells, as in `write_letter`."""

    recipient: str
    subject: str
    body: str
    html: str
    person_id: int
    key: str
    unsubscribe: str
    about: str = ""


def write_letters(kind: str, drafts: Sequence[Draft]) -> list[int]:
    """Put them into the outbox, in the caller's transaction; what was written to somebody already
    is left out. The ids of the new letters."""
    rows = {message_id_of(draft.key, draft.person_id): draft for draft in drafts}
    there = set(db.session.scalars(select(Letter.message_id).where(Letter.message_id.in_(rows))))
    name = " ".join(read_site().name.split())
    new = [{"kind": kind, "sender_name": name, "recipient": draft.recipient,
            "body": draft.body, "html": draft.html,
            "subject": " ".join(draft.subject.split()), "person_id": draft.person_id,
            "about": draft.about, "unsubscribe": draft.unsubscribe, "message_id": message_id}
           for message_id, draft in rows.items() if message_id not in there]
    ids = list(db.session.scalars(insert(Letter).returning(Letter.id), new)) if new else []
    _order(ids)
    return ids


def send_left() -> None:
    """Order what waits without an order: it was written while there was no way out."""
    if not has_way_out():
        return
    rows = db.session.execute(
        select(Letter.id, Letter.created_at).where(Letter.outcome == "waiting"))
    waiting = dict(rows.tuples().all())
    for arguments in db.session.scalars(select(Job.arguments).where(
            Job.name.in_(("mail.send", "mail.send_many")))) if waiting else ():
        for ordered in arguments.get("letter_ids") or [arguments.get("letter_id")]:
            waiting.pop(ordered, None)
    late = now() - LEFT_FOR
    for letter_id in [letter_id for letter_id, since in waiting.items() if since < late]:
        note_outcome(letter_id, "dropped", "")
        del waiting[letter_id]
    _order(sorted(waiting))


def _order(letter_ids: Sequence[int]) -> None:
    for first in range(0, len(letter_ids), A_JOB):
        enqueue("mail.send_many", letter_ids=list(letter_ids[first:first + A_JOB]))


@job("mail.send_many", outside=True, slow=True)
def send_letters(letter_ids: list[int]) -> None:
    """Send these over one line, and note each before the next leaves: a kill repeats the one in
    flight and no other, under the same Message-ID."""
    letters, begun = _take_out(letter_ids), time.monotonic()
    for place, (letter, reason) in enumerate(letters):
        if time.monotonic() - begun > LONGEST_RUN:
            return _go_on_later([each.id for each, _ in letters[place:]])
        _send(letter, reason)
    return hang_up()


@when_dropped("mail.send_many")
def give_letters_up(letter_ids: list[int]) -> None:
    for letter_id in letter_ids:
        give_letter_up(letter_id)


def _take_out(letter_ids: Sequence[int]) -> list[tuple[Letter, str]]:
    """Those that wait, and why nothing is sent to their address, if so; the database is free."""
    if not has_way_out():
        return []
    query = select(Letter, Suppression.reason).outerjoin(
        Suppression, Suppression.address == func.lower(Letter.recipient))
    rows = db.session.execute(query.where(
        Letter.id.in_(letter_ids), Letter.outcome == "waiting").order_by(Letter.id)).all()
    db.session.expunge_all()
    db.session.rollback()
    return [(letter, reason or "") for letter, reason in rows]


def _send(letter: Letter, reason: str) -> None:
    try:
        refused = reason or deliver(letter)
    except smtplib.SMTPRecipientsRefused:  # for now: the others need not wait for it
        with short_transaction():
            enqueue("mail.send", letter_id=letter.id)
        return
    with short_transaction():
        if refused:
            note_outcome(letter.id, "refused", refused)
        else:
            db.session.execute(update(LETTERS).where(LETTERS.c.id == letter.id).values(
                outcome="sent", sent_at=now(), body="", html=""))
            metrics.LETTERS.labels("sent").inc()


def _go_on_later(letter_ids: list[int]) -> None:
    with short_transaction():
        enqueue("mail.send_many", letter_ids=letter_ids)
