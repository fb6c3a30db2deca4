"""What happens in moderation."""
from dataclasses import dataclass

from cop.base.events import Event


@dataclass(frozen=True, kw_only=True)
class PostHidden(Event):
    """Reports weighed enough to hide a post until a moderator looks."""

    item_id: int
    decision_id: int


@dataclass(frozen=True, kw_only=True)
class ItemDecided(Event):
    """A moderator decided about something, with this statement for who it is about."""

    item_id: int
    decision_id: int


@dataclass(frozen=True, kw_only=True)
class AppealMade(Event):
    """Who a decision is about objects; the item waits for another moderator."""

    appeal_id: int
    item_id: int


@dataclass(frozen=True, kw_only=True)
class AppealDecided(Event):
    appeal_id: int
