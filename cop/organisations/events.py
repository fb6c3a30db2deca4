"""What happens to organisations and to those who work there."""
from dataclasses import dataclass

from cop.base.events import Event


@dataclass(frozen=True, kw_only=True)
class ConfirmationAsked(Event):
    request_id: int


@dataclass(frozen=True, kw_only=True)
class ConfirmationAnswered(Event):
    """Somebody is confirmed, or not, with a reason."""

    request_id: int


@dataclass(frozen=True, kw_only=True)
class DomainsChanged(Event):
    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationRenamed(Event):
    """Those who work there have another name of it beside theirs now."""

    organisation_id: int
