"""What happens to meetings. That one was planned is told as a topic that was opened."""
from dataclasses import dataclass

from cop.base.events import Event


@dataclass(frozen=True, kw_only=True)
class MeetingChanged(Event):
    """It is at another time or in another place."""

    meeting_id: int
    topic_id: int
    changed_by_id: int


@dataclass(frozen=True, kw_only=True)
class MeetingCancelled(Event):
    meeting_id: int
    topic_id: int
    cancelled_by_id: int


@dataclass(frozen=True, kw_only=True)
class SeatFreed(Event):
    """Somebody who waited has a seat now."""

    meeting_id: int
    person_id: int
