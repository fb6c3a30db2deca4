"""What happens to cases."""
from dataclasses import dataclass

from cop.base.events import Event


@dataclass(frozen=True, kw_only=True)
class CaseSubmitted(Event):
    case_id: int


@dataclass(frozen=True, kw_only=True)
class CaseDecided(Event):
    """A curator took a step: `decision_id` says which, and why."""

    case_id: int
    decision_id: int


@dataclass(frozen=True, kw_only=True)
class ReviewerInvited(Event):
    case_id: int
    reviewer_id: int


@dataclass(frozen=True, kw_only=True)
class CasePublished(Event):
    """Readers see a new text now."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class CaseHidden(Event):
    """Readers no longer see the case: it was withdrawn."""

    case_id: int
