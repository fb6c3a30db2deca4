"""What happens in spaces."""
from dataclasses import dataclass

from cop.base.events import Event


@dataclass(frozen=True, kw_only=True)
class SpaceChanged(Event):
    """A space was opened or changed."""

    space_id: int


@dataclass(frozen=True, kw_only=True)
class PersonInvited(Event):
    invitation_id: int
    space_id: int
