"""What somebody decides about their notices: where they hear of what, and when mail may come."""
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, update

from cop.base.clock import now
from cop.base.db import add, db
from cop.base.events import publish
from cop.notifications.channels import Channel
from cop.notifications.events import MailPlanned
from cop.notifications.kinds import SUBJECTS, kinds_of
from cop.notifications.models import Notice, Rhythm, Wish
from cop.notifications.queries.rhythms import (
    find_rhythm,
    hours_of,
    next_digest_of,
    zone_known,
)
from cop.notifications.queries.wishes import Place, find_wish, list_wishes_of_subjects
from cop.people.models import Person
from cop.web.links import public_url

FREQUENCIES = ("never", "daily", "weekly", "monthly")


@dataclass(frozen=True)
class Plan:
    """When mail reaches somebody; see `models.Rhythm`."""

    frequency: str
    hour: int
    weekday: int
    quiet_from: int
    quiet_until: int
    rests_on_weekends: bool


def choose_channels(person: Person, channels: Mapping[str, Channel]) -> None:
    """Where somebody wants to hear of subjects; what is as usual is not kept."""
    for subject, channel in channels.items():
        _wish(person, channel, usual=SUBJECTS[subject].usual, subject=subject)


def choose_channel_of_place(person: Person, place: Place, channel: Channel | None) -> None:
    """Where somebody wants to hear of all that happens there; None: as of everything else."""
    _wish(person, channel, usual=None, place=place)


def plan_mail(person: Person, plan: Plan) -> None:
    """When mail may come, from now on. What stood in no digest yet stands in the next one."""
    rhythm = rhythm_of(person)
    for name, value in vars(plan).items():
        setattr(rhythm, name, value)
    _set_next(person, rhythm)
    publish(MailPlanned(person_id=person.id))


def stop_mail(rhythm: Rhythm, subject: str) -> bool:
    """From a letter, without signing in: no digest, or no more letters of a subject, nor those
    that wait for the morning. Where they wanted letters of single topics, spaces or themes, it is
    there as everywhere else: was there any?"""
    if subject == "digest":
        rhythm.frequency, rhythm.next_at = "never", None
        publish(MailPlanned(person_id=rhythm.person_id))
        return False
    about = SUBJECTS[subject]
    if list_wishes_of_subjects(rhythm.person)[subject] != Channel.NOTHING:
        _wish(rhythm.person, Channel.INBOX, usual=about.usual, subject=subject)
    db.session.execute(update(Notice).where(
        Notice.person_id == rhythm.person_id, Notice.kind.in_(kinds_of(subject)),
        Notice.mailed_at.is_(None), Notice.channel == Channel.AT_ONCE,
    ).values(channel=Channel.INBOX.value))
    return about.has_places and _end_letters_of_places(rhythm.person)


def rhythm_of(person: Person) -> Rhythm:
    """Theirs, with the usual hours where they never said."""
    rhythm = find_rhythm(person)
    if rhythm is None:
        rhythm = Rhythm(person_id=person.id, stop_key=new_key())
        db.session.add(rhythm)
        db.session.flush()
        _set_next(person, rhythm)
    return rhythm


def stop_address(person: Person, subject: str) -> str:
    """What ends their letters of a subject, without signing in."""
    return public_url(f"/notices/stop/{rhythm_of(person).stop_key}/{subject}")


def new_key() -> str:
    return secrets.token_urlsafe(24)


def _end_letters_of_places(person: Person) -> bool:
    """What is chosen for a place counts before the subject: it would ring on."""
    ended = db.session.execute(delete(Wish).where(
        Wish.person_id == person.id, Wish.kind != "", Wish.channel == Channel.AT_ONCE))
    return bool(ended.rowcount)


def _set_next(person: Person, rhythm: Rhythm) -> None:
    rhythm.paused_at, rhythm.seen_at = None, now()
    zone = zone_known(person.time_zone, person.country, person.first_region)
    rhythm.next_at = next_digest_of(rhythm, hours_of(rhythm, zone))


def _wish(person: Person, channel: Channel | None, *, usual: Channel | None, subject: str = "",
          place: Place = ("", 0, "")) -> None:
    wish = find_wish(person, subject, place)
    if channel == usual:
        if wish:
            db.session.delete(wish)
    elif wish:
        wish.channel = channel.value
    else:
        kind, target_id, code = place
        add(Wish(person_id=person.id, subject=subject, kind=kind, target_id=target_id, code=code,
                 channel=channel.value))
