"""Reads of when mail reaches people, by their own clocks."""
from collections.abc import Collection, Sequence
from datetime import datetime, tzinfo
from functools import lru_cache

import pytz
from sqlalchemy import exists, select

from cop.base.clock import now
from cop.base.db import db, one
from cop.notifications.hours import Hours
from cop.notifications.models import Rhythm
from cop.people.models import Person
from cop.vocabulary.zones import zone_name_of

#: How mail reaches who never said: the defaults of the table.
USUAL = Rhythm(frequency="weekly", hour=8, weekday=0, quiet_from=20, quiet_until=7,
               rests_on_weekends=True)


def find_rhythm(person: Person) -> Rhythm | None:
    return db.session.get(Rhythm, person.id)


def get_rhythm_to_stop(key: str) -> Rhythm:
    """For whoever has the letter in hand: whose key this is, they need not sign in."""
    return one(select(Rhythm).where(Rhythm.stop_key == key))


def list_hours(people: Collection[int]) -> dict[int, Hours]:
    """The hours of each of these people."""
    query = select(Person.id, Person.time_zone, Person.country, Person.first_region, Rhythm)
    rows = db.session.execute(query.outerjoin(Rhythm, Rhythm.person_id == Person.id).where(
        Person.id.in_(people))) if people else []
    return {person_id: hours_of(rhythm or USUAL, zone_known(*where))
            for person_id, *where, rhythm in rows}


def list_without_rhythm(limit: int) -> list[tuple[int, Hours]]:
    """Confirmed members of whom no rhythm is stored yet, with the usual hours."""
    query = select(Person.id, Person.time_zone, Person.country, Person.first_region).where(
        Person.active.is_(True), Person.confirmed_at.is_not(None),
        ~exists().where(Rhythm.person_id == Person.id).correlate(Person))
    return [(person_id, hours_of(USUAL, zone_known(*where)))
            for person_id, *where in db.session.execute(query.order_by(Person.id).limit(limit))]


def list_due(limit: int) -> Sequence[tuple[Rhythm, Hours]]:
    """Those whose digest is due, with their hours; ours until the transaction ends."""
    query = select(Rhythm, Person.time_zone, Person.country, Person.first_region).join(
        Person, Person.id == Rhythm.person_id).where(Rhythm.next_at <= now())
    rows = db.session.execute(query.order_by(Rhythm.next_at, Rhythm.person_id).limit(
        limit).with_for_update(of=Rhythm, skip_locked=True))
    return [(rhythm, hours_of(rhythm, zone_known(*where))) for rhythm, *where in rows]


def list_back_from_pause(people: Collection[int]) -> Sequence[tuple[Rhythm, Hours]]:
    """Those of these people whose digest waits for their return."""
    query = select(Rhythm, Person.time_zone, Person.country, Person.first_region).join(
        Person, Person.id == Rhythm.person_id)
    rows = db.session.execute(query.where(
        Rhythm.person_id.in_(people), Rhythm.paused_at.is_not(None)))
    return [(rhythm, hours_of(rhythm, zone_known(*where))) for rhythm, *where in rows]


def hours_of(rhythm: Rhythm, zone: tzinfo) -> Hours:
    return Hours(zone, rhythm.quiet_from, rhythm.quiet_until, rhythm.rests_on_weekends,
                 rhythm.frequency, rhythm.hour, rhythm.weekday)


def next_digest_of(rhythm: Rhythm, hours: Hours) -> datetime | None:
    return None if rhythm.paused_at else hours.next_digest(now())


@lru_cache(maxsize=512)
def zone_known(chosen: str, country: str, region: str | None) -> tzinfo:
    """The same as `people.zones` says, from columns."""
    known = chosen or zone_name_of(country) or zone_name_of(region or "")
    return pytz.timezone(known or "UTC")
