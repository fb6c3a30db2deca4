"""What happens in spaces."""
from dataclasses import dataclass

from cop.base.events import Event


@dataclass(frozen=True, kw_only=True)
class SpaceChanged(Event):
    """A space was opened or changed."""

    space_id: int


@dataclass(frozen=True, kw_only=True)
class JoiningAsked(Event):
    """Somebody wants to join a space where joining waits for a yes."""

    asking_id: int
    space_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class MembershipDecided(Event):
    """`outcome`: somebody was let_in, refused, added or removed by somebody else."""

    space_id: int
    person_id: int
    by_id: int
    outcome: str
