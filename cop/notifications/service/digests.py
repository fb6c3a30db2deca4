"""Personal digests: ordered when they are due, written for many at once, sent by the outbox.

A digest is ordered in the transaction that sets when the next one is due, and written in the
transaction that ends its order: however often a worker is killed, each comes once a period.
"""
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import insert, update

from cop.base.clock import now
from cop.base.db import db
from cop.base.jobs import enqueue
from cop.base.mail_bulk import Draft, write_letters
from cop.notifications.digest_letters import DigestWriter
from cop.notifications.models import Notice, Rhythm
from cop.notifications.queries.digest import list_contents, waits_for_digest
from cop.notifications.queries.rhythms import list_due, list_without_rhythm, next_digest_of
from cop.notifications.service.wishes import new_key

#: Who was not here for so long gets no digest until they are back.
AWAY = timedelta(days=180)
#: So many are ordered in one transaction, and so many written by one job.
MOST_ORDERED, A_JOB = 2000, 200


def order_digests() -> bool:
    """Order those that are due. True where more may be."""
    _begin_with_newcomers()
    due, moment = list_due(MOST_ORDERED), now()
    last = []
    for rhythm, hours in due:
        if rhythm.seen_at < moment - AWAY:
            rhythm.paused_at = moment
            last.append(rhythm.person_id)
        rhythm.next_at = next_digest_of(rhythm, hours)
    ids = sorted(rhythm.person_id for rhythm, _ in due)
    for first in range(0, len(ids), A_JOB):
        enqueue("notices.digest", person_ids=ids[first:first + A_JOB], until=moment.isoformat(),
                last=[who for who in last if who in set(ids[first:first + A_JOB])])
    return len(due) == MOST_ORDERED


def write_digests(people: Collection[int], until: datetime,
                  last: Collection[int]) -> Callable[[], None]:
    """Write those of these people, `last` the last ones before a pause. Nothing is stored until
    what this answers is called. Who has nothing new gets nothing."""
    writer, drafts, told = DigestWriter(), [], []
    for contents in list_contents(people, until):
        told.append(contents.person.id)
        if not contents:
            continue
        subject, letter = writer.write(contents, is_last=contents.person.id in last)
        drafts.append(Draft(
            contents.person.email, subject, letter.body, letter.html, contents.person.id,
            key=f"digest:{until:%Y%m%d%H%M}", unsubscribe=writer.stop_address(contents)))
    return partial(_store, drafts, told, until)


def _store(drafts: Sequence[Draft], told: Collection[int], until: datetime) -> None:
    write_letters("digest", drafts)
    db.session.execute(update(Notice).where(
        Notice.person_id.in_([draft.person_id for draft in drafts]), *waits_for_digest(until),
    ).values(mailed_at=now()))
    db.session.execute(update(Rhythm).where(Rhythm.person_id.in_(told)).values(told_until=until))


def _begin_with_newcomers() -> None:
    """Whoever joined or was brought in since the last time gets the usual rhythm."""
    if found := list_without_rhythm(MOST_ORDERED):
        db.session.execute(insert(Rhythm), [
            {"person_id": person_id, "stop_key": new_key(), "next_at": hours.next_digest(now())}
            for person_id, hours in found])
