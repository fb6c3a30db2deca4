"""Secret addresses: made, shown once, used, revoked. What answers there is its feature's matter."""
import secrets

from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add
from cop.base.errors import Invalid
from cop.people.models import Person, SecretAddress
from cop.people.queries import count_addresses, digest_of

MOST = 50


def make_address(person: Person, purpose: str, kind: str,
                 target: str = "") -> tuple[SecretAddress, str]:
    """An address and its secret, which is told only now."""
    if count_addresses(person) >= MOST:
        raise Invalid({"kind": _("You have %(most)d secret addresses: revoke one first.",
                                 most=MOST)})
    secret = secrets.token_urlsafe(32)
    address = add(SecretAddress(person_id=person.id, purpose=purpose, kind=kind, target=target,
                                digest=digest_of(secret)))
    record(person.id, "secret_address.made", address)
    return address, secret


def revoke_address(person: Person, address: SecretAddress) -> None:
    """From now on nothing is there."""
    address.revoked_at = address.revoked_at or now()
    record(person.id, "secret_address.revoked", address)


def is_first_use_today(address: SecretAddress) -> bool:
    return address.last_used_on != now().date()


def note_use(address: SecretAddress) -> None:
    """Its owner sees the day of the last use, nobody sees more."""
    address.last_used_on = now().date()
