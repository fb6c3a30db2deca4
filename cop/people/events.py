"""What happens to people."""
from dataclasses import dataclass

from cop.base.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonJoined(Event):
    """Somebody confirmed their address and belongs to the community now."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(Event):
    person_id: int


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Event):
    """`by_id` None: by the command line, or a group at the provider of sign-ins."""

    grant_id: int = 0
    person_id: int
    role: str
    scope_kind: str
    scope_code: str
    by_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class RoleRevoked(Event):
    """`grant_id` is that of the grant that is gone."""

    grant_id: int
    person_id: int
    role: str
    scope_kind: str
    scope_code: str
    by_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class SignedInAnew(Event):
    """On a device where nobody was signed in to this account before."""

    sign_in_id: int


@dataclass(frozen=True, kw_only=True)
class IdentityChanged(Event):
    """A provider of sign-ins opens an account now, or no longer."""

    person_id: int
    issuer: str
    is_connected: bool


@dataclass(frozen=True, kw_only=True)
class SecondStepTaken(Event):
    """An administrator, or the command line, took it away from who has lost it."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class AddressChanged(Event):
    """Somebody's e-mail address is another one now, and confirmed."""

    person_id: int
