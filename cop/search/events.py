"""What happens in search."""
from dataclasses import dataclass

from cop.base.events import Event


@dataclass(frozen=True, kw_only=True)
class SavedSearchesMatched(Event):
    """Something new fits searches of somebody who wants to be told: (saved search, what it found
    as «topic:12») each."""

    person_id: int
    matches: list[tuple[int, list[str]]]
