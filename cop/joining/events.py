"""What happens to those who ask for an account."""
from dataclasses import dataclass

from cop.base.events import Event


@dataclass(frozen=True, kw_only=True)
class JoinAsked(Event):
    request_id: int


@dataclass(frozen=True, kw_only=True)
class JoinAnswered(Event):
    """Somebody was let in, or not."""

    request_id: int
