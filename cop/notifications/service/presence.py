"""When people were last here: who stays away for long gets no digest until they are back.

Gathered in memory, once a day for each person, and stored by whoever calls `store_seen`.
"""
from datetime import date
from threading import Lock

from sqlalchemy import update

from cop.base.clock import now
from cop.base.db import db
from cop.notifications.models import Rhythm
from cop.notifications.queries.rhythms import list_back_from_pause, next_digest_of
from cop.people.models import Person

_noted: dict[int, date] = {}
_gathered: set[int] = set()
_lock = Lock()


def note_seen(person: Person) -> bool:
    """Remember that somebody is here. True if there is something to store."""
    today = now().date()
    with _lock:
        if _noted.get(person.id) == today:
            return False
        _noted[person.id] = today
        _gathered.add(person.id)
    return True


def store_seen() -> None:
    """Store what was gathered since the last time; whoever was away gets digests again, of what
    is written from now on."""
    with _lock:
        people = sorted(_gathered)
        _gathered.clear()
    db.session.execute(update(Rhythm).where(Rhythm.person_id.in_(people)).values(seen_at=now()))
    for rhythm, hours in list_back_from_pause(people):
        rhythm.paused_at, rhythm.told_until = None, now()
        rhythm.next_at = next_digest_of(rhythm, hours)
