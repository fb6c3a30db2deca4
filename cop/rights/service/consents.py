"""The history of consents: one line whenever what somebody agrees to is not what it was."""
from sqlalchemy import exists, select

from cop.base.db import db
from cop.notifications.queries.rhythms import USUAL, find_rhythm
from cop.people.models import Person
from cop.rights.models import CONSENTS, Consent

AT_ONCE = 500


def note_consents(person: Person) -> None:
    """Write down what changed since the last time."""
    last = _last_of(person)
    for kind in CONSENTS:
        given, version = _now(person, kind)
        before = last.get(kind)
        if before is None and not given:
            continue
        if before is None or (before.is_given, before.version) != (given, version):
            db.session.add(Consent(person_id=person.id, kind=kind, is_given=given,
                                   version=version))


def begin_histories() -> None:
    """For those who joined before any was written: what they agree to now is its beginning."""
    without = select(Person).where(
        Person.active.is_(True), ~exists().where(Consent.person_id == Person.id),
        Person.terms_version != "").order_by(Person.id).limit(AT_ONCE)
    for person in db.session.scalars(without).all():
        note_consents(person)


def _now(person: Person, kind: str) -> tuple[bool, str]:
    """(given, version) as it is."""
    if kind == "terms":
        return bool(person.terms_version), person.terms_version
    if kind == "digest_by_mail":
        rhythm = find_rhythm(person) or USUAL
        return rhythm.frequency != "never", ""
    return {"public_profile": person.profile_is_public,
            "named_in_digests": person.named_in_digests}[kind], ""


def _last_of(person: Person) -> dict[str, Consent]:
    rows = db.session.scalars(select(Consent).where(
        Consent.person_id == person.id).order_by(Consent.id))
    return {row.kind: row for row in rows}
