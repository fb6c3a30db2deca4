"""Personal keys for the API: made, shown once, used within a limit, revoked."""
import secrets
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, inspect

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.text import clean
from cop.people.models import ApiCall, ApiKey, Person
from cop.people.queries import digest_of

SCOPES = ("read", "write")
LONGEST_LIFE = 365
MOST_AN_HOUR = 10_000
LONGEST_NAME = 80


def make_api_key(person: Person, *, name: str, scopes: list[str], days: int,
                 hourly_limit: int = 1000) -> tuple[ApiKey, str]:
    """A key and its secret, which is told only now. Expires after so many days, 365 at most."""
    name = clean(name).strip()
    _check(name, scopes, days, hourly_limit)
    secret = f"cop_{secrets.token_urlsafe(32)}"
    key = add(ApiKey(
        person_id=person.id, name=name, digest=digest_of(secret), hourly_limit=hourly_limit,
        scopes=[scope for scope in SCOPES if scope in scopes],
        expires_at=now() + timedelta(days=days),
    ))
    record(person.id, "api_key.made", key)
    return key, secret


def revoke_api_key(person: Person, key: ApiKey) -> None:
    """From now on this key opens nothing."""
    key.revoked_at = key.revoked_at or now()
    record(person.id, "api_key.revoked", key)


def log_call(key: ApiKey, *, method: str, path: str, status: int) -> ApiCall:
    """Note one use of a key, for its owner and for the limit. The request is over: the key was
    read in a transaction that has ended, and needs not be read again for its id."""
    (key_id,) = inspect(key).identity
    return add(ApiCall(key_id=key_id, method=method, path=path[:300], status=status))


def forget_calls(before: datetime) -> None:
    """Delete the log of all uses of keys before that moment."""
    db.session.execute(delete(ApiCall).where(ApiCall.created_at < before))


def _check(name: str, scopes: list[str], days: int, hourly_limit: int) -> None:
    wrong = {}
    if not 1 <= len(name) <= LONGEST_NAME:
        wrong["name"] = _("Give the key a name of up to %(most)d characters.", most=LONGEST_NAME)
    if not scopes or not set(scopes) <= set(SCOPES):
        wrong["scopes"] = _("Choose what the key may do: read, write or both.")
    if not 1 <= days <= LONGEST_LIFE:
        wrong["days"] = _("A key lives between 1 and %(most)d days.", most=LONGEST_LIFE)
    if not 1 <= hourly_limit <= MOST_AN_HOUR:
        wrong["hourly_limit"] = _("Between 1 and %(most)d uses an hour.", most=MOST_AN_HOUR)
    if wrong:
        raise Invalid(wrong)
