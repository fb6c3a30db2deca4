"""What happens to bookmarks."""
from dataclasses import dataclass

from cop.base.events import Event


@dataclass(frozen=True, kw_only=True)
class ReminderDue(Event):
    """The day has come on which somebody wanted to be reminded of a thing."""

    bookmark_id: int
    person_id: int
    kind: str
    target_id: int
    day: str
