"""What can happen to digests: ids only."""
from dataclasses import dataclass

from cop.base.events import Event


@dataclass(frozen=True)
class DigestSubmitted(Event):
    """A digest waits for somebody to approve it."""

    digest_id: int
    submitted_by_id: int


@dataclass(frozen=True)
class DigestApproved(Event):
    digest_id: int
    approved_by_id: int


@dataclass(frozen=True)
class DigestReturned(Event):
    """Its editors change it and submit it again."""

    digest_id: int
    submitted_by_id: int
    returned_by_id: int


@dataclass(frozen=True)
class IssueFrozen(Event):
    """A digest became an issue: it has a number and an address that stays."""

    digest_id: int
    frozen_by_id: int


@dataclass(frozen=True)
class IssueSent(Event):
    """An issue is to be sent to those it is made for. Who that is, and how, is the matter of
    whoever hears this; what it may still say, `queries.contents.gather` answers at that moment."""

    digest_id: int
    sent_by_id: int


@dataclass(frozen=True)
class SendingHeld(Event):
    """An issue was not sent when it was planned: who had planned it may not send it any more."""

    digest_id: int
    planned_by_id: int


@dataclass(frozen=True)
class ExpertAsked(Event):
    """A manager asked somebody to answer a question."""

    ask_id: int
    topic_id: int
    person_id: int
    asked_by_id: int
