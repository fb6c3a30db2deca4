"""Who somebody is at the provider of sign-ins: connected, disconnected, newly come; its groups.

What the provider says is proved in `web/single_sign_on.py`.
"""
import logging
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import Conflict, Invalid
from cop.base.events import publish
from cop.base.site import read_site
from cop.base.verdict import require
from cop.people.events import IdentityChanged
from cop.people.models import Grant, Person
from cop.people.policy import may_disconnect, may_lose_role
from cop.people.queries import count_others, find_by_email
from cop.people.security.reading import find_identity
from cop.people.security.tables import Identity
from cop.people.service import profiles, roles
from cop.people.service.imports import read_role

log = logging.getLogger(__name__)

#: Where a role comes from that a group of the provider gives.
FROM_GROUPS = "groups"


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Whom the provider sends for the first time, and what it says of them."""

    issuer: str
    subject: str
    email: str
    is_email_proved: bool
    name: str
    roles: tuple[str, ...] = ()

    @property
    def account_there(self) -> Person | None:
        """An account of the same address: never taken over, only connected by who opens it."""
        return find_by_email(self.email) if self.email else None


def connect(person: Person, newcomer: Newcomer) -> Identity:
    """From now on the provider opens this account."""
    there = find_identity(newcomer.issuer, newcomer.subject)
    if there and there.person_id != person.id:
        raise Conflict(_("This sign-in is connected with another account."))
    if there:
        return there
    identity = _connect(person, newcomer)
    _tell(identity, is_connected=True)
    return identity


def disconnect(person: Person, identity: Identity) -> None:
    """The provider opens this account no longer. Never the last way in; roles of groups go."""
    require(may_disconnect(person, identity))
    record(person.id, "identity.disconnected", identity)
    _tell(identity, is_connected=False)
    db.session.delete(identity)
    db.session.flush()
    give_roles(person, ())


def join(newcomer: Newcomer, *, name: str, interface_language: str, region: str = "") -> Person:
    """An account without a password. Its address is confirmed where the provider has proved it."""
    if not newcomer.email or newcomer.account_there:
        raise Invalid({"email": _("There is an account with the address %(email)s already.",
                                  email=newcomer.email)})
    person = add(Person(
        name=name, email=profiles.read_address(newcomer.email), fs_uniquifier=uuid.uuid4().hex,
        confirmed_at=now() if newcomer.is_email_proved else None,
        interface_language=interface_language, terms_version=read_site().terms_version,
        terms_accepted_at=now()))
    person.regions = [region] if region else []
    record(person.id, "person.joined_by_provider", person)
    _connect(person, newcomer)
    if newcomer.is_email_proved:
        profiles.welcome(person)
    return person


def note_use(identity: Identity) -> None:
    identity.last_used_at = now()


def give_roles(person: Person, wanted: Iterable[str]) -> None:
    """Grant what the groups of the provider give now, and withdraw what they gave before. What was
    granted by hand stays. `wanted`: «moderator:youth», as in imports; a place that is not there
    gives nothing."""
    places = dict(_places(wanted))
    for grant in [each for each in person.grants if each.source == FROM_GROUPS]:
        if (grant.role, grant.scope_kind, grant.scope_code) not in places:
            _withdraw(person, grant)
    for role, kind, words in places.values():
        roles.grant_role(None, person, role, kind, words, source=FROM_GROUPS)


def _connect(person: Person, newcomer: Newcomer) -> Identity:
    identity = add(Identity(person_id=person.id, issuer=newcomer.issuer,
                            subject=newcomer.subject, name=newcomer.email or newcomer.name))
    record(person.id, "identity.connected", identity)
    return identity


def _tell(identity: Identity, *, is_connected: bool) -> None:
    publish(IdentityChanged(person_id=identity.person_id, issuer=identity.issuer,
                            is_connected=is_connected))


def _places(wanted: Iterable[str]) -> Iterator[tuple[tuple[str, str, str], tuple[str, str, str]]]:
    """(role, kind, code) and (role, kind, as it was written)."""
    for each in wanted:
        try:
            role, kind, words = read_role(each)
            yield (role, kind, roles.place_of(role, kind, words)), (role, kind, words)
        except Invalid as wrong:
            log.warning("a group gives no role", extra={"role": each, "reason": str(wrong)})


def _withdraw(person: Person, grant: Grant) -> None:
    """The last administrator and the last owner stay, whatever the provider says."""
    if may_lose_role(grant, others=count_others(grant)):
        roles.revoke_role(None, person, grant)
