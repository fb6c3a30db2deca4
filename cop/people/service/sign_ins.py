"""Sign-ins: begun, seen again, ended, forgotten. How somebody proves who they are is not said here.
"""
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, update

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add, db
from cop.base.events import publish
from cop.base.verdict import require
from cop.people.devices import name_device, neighbourhood
from cop.people.events import SignedInAnew
from cop.people.models import Person
from cop.people.policy import may_administer
from cop.people.queries import digest_of
from cop.people.security.reading import has_signed_in
from cop.people.security.tables import SignIn

#: «Last seen» is at most so much behind.
SEEN_EVERY = timedelta(minutes=5)


def begin_sign_in(person: Person, *, agent: str, address: str, is_remembered: bool,
                  is_known: bool) -> tuple[SignIn, str]:
    """A sign-in and its token, which only the device keeps. `is_known`: this device has been
    signed in to this account before; else its owner is told."""
    token = secrets.token_urlsafe(32)
    is_first = not has_signed_in(person)
    browser, system = name_device(agent)
    sign_in = add(SignIn(person_id=person.id, digest=digest_of(token), browser=browser,
                         system=system, network=neighbourhood(address),
                         is_remembered=is_remembered))
    if not (is_known or is_first):
        publish(SignedInAnew(sign_in_id=sign_in.id))
    if person.grants:
        record(person.id, "person.signed_in", person)
    return sign_in, token


def come_by_provider(sign_in: SignIn, *, token: str, is_strong: bool) -> None:
    """It began at a provider; `token` is for signing out there."""
    sign_in.way, sign_in.provider_token, sign_in.is_strong = "provider", token, is_strong


def is_due(sign_in: SignIn) -> bool:
    """Is it time to note that it is in use?"""
    return now() - sign_in.last_seen_at > SEEN_EVERY


def note_seen(sign_in_id: int) -> None:
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(last_seen_at=now()))


def end_sign_in(sign_in: SignIn) -> None:
    """Its token opens nothing from now on."""
    sign_in.ended_at, sign_in.provider_token = sign_in.ended_at or now(), ""


def end_all(person: Person, but: SignIn | None = None) -> None:
    """Sign somebody out everywhere, or everywhere else."""
    open_ones = update(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
    if but is not None:
        open_ones = open_ones.where(SignIn.id != but.id)
    db.session.execute(open_ones.values(ended_at=now(), provider_token=""))


def sign_out_person(administrator: Person, person: Person) -> None:
    """Everywhere, at once: a device was stolen, or somebody else may have come in."""
    require(may_administer(administrator))
    end_all(person)
    record(administrator.id, "person.signed_out", person)


def forget_networks(before: datetime) -> None:
    """Of what was last used before that moment, nobody needs to know where from any more."""
    db.session.execute(update(SignIn).where(
        SignIn.last_seen_at < before, SignIn.network != "").values(network=""))


def forget_sign_ins(before: datetime) -> None:
    """Delete what was last used before that moment from the log."""
    db.session.execute(delete(SignIn).where(SignIn.last_seen_at < before))
