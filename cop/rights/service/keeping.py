"""What is not kept any longer, by the periods that were decided; who stays away for long.

Each feature forgets its own short-lived things: drafts, deleted posts, uses of keys, letters.
"""
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, func, select

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add, db
from cop.base.site import read_site
from cop.notifications.models import Notice, Rhythm
from cop.people.models import Grant, Person
from cop.people.service.erasing import erase_person
from cop.rights.letters import tell_inactive
from cop.rights.models import DataRequest, InactivityWarning

MONTH = timedelta(days=30.44)
#: So long before somebody who stays away is forgotten they are written to.
WARNED_BEFORE = 6 * MONTH
#: A warning is worth nothing to who could not read it in time.
WARNED_AT_LEAST = timedelta(days=60)
AT_ONCE = 50


def forget_what_is_old() -> None:
    site = read_site()
    db.session.execute(delete(Notice).where(
        Notice.created_at < now() - site.notices_kept * MONTH))
    db.session.execute(delete(DataRequest).where(
        _is_closed(), DataRequest.created_at < now() - site.requests_kept * MONTH))
    if site.inactive_kept:
        _look_after_inactive(site.inactive_kept * MONTH)


def _look_after_inactive(longest: timedelta) -> None:
    """Warn, and forget who was warned long ago and never came back. Who holds a role is left
    alone: somebody has to take it from them first."""
    _forget_warnings()
    for person in _away_since(now() - longest + WARNED_BEFORE, is_warned=False):
        day = max(now() + WARNED_AT_LEAST, _last_seen_of(person) + longest)
        add(InactivityWarning(person_id=person.id))
        tell_inactive(person, day)
        record(None, "data.inactive_warned", person)
    for person in _away_since(now() - longest, is_warned=True):
        record(None, "data.inactive_erased", person)
        erase_person(None, person, keep_works=True)


def _away_since(moment: datetime, *, is_warned: bool) -> Sequence[Person]:
    in_time = InactivityWarning.created_at < now() - WARNED_AT_LEAST
    warned = exists().where(InactivityWarning.person_id == Person.id)
    warned = warned.where(in_time) if is_warned else ~warned
    query = select(Person).outerjoin(Rhythm, Rhythm.person_id == Person.id).where(
        Person.active.is_(True), _last_seen() < moment, warned,
        ~exists().where(Grant.person_id == Person.id))
    return db.session.scalars(query.order_by(Person.id).limit(AT_ONCE)).all()


def _last_seen() -> ColumnElement[datetime]:
    """When somebody was last here: noted once a day; else when their account was made."""
    return func.coalesce(Rhythm.seen_at, Person.created_at)


def _last_seen_of(person: Person) -> datetime:
    rhythm = db.session.get(Rhythm, person.id)
    return rhythm.seen_at if rhythm else person.created_at


def _forget_warnings() -> None:
    """Who came back is warned anew another time."""
    back = select(Rhythm.person_id).where(Rhythm.seen_at > InactivityWarning.created_at)
    db.session.execute(delete(InactivityWarning).where(
        InactivityWarning.person_id.in_(back.correlate(InactivityWarning))))


def _is_closed() -> ColumnElement[bool]:
    ends = (DataRequest.done_at, DataRequest.cancelled_at, DataRequest.refused_at)
    return ends[0].is_not(None) | ends[1].is_not(None) | ends[2].is_not(None)
