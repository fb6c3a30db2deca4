"""What happens to guides. What it means is said by those who listen."""
from dataclasses import dataclass

from cop.base.events import Event


@dataclass(frozen=True, kw_only=True)
class GuidePublished(Event):
    """Readers have a new edition; `number` says which."""

    guide_id: int
    number: int
    published_by_id: int
