"""What the events of digests mean for people: who is asked to answer or to approve, who hears what
was decided, who gets an issue."""
from collections.abc import Collection

from cop.base.clock import now
from cop.base.events import on
from cop.digests.events import (
    DigestApproved,
    DigestReturned,
    DigestSubmitted,
    ExpertAsked,
    IssueSent,
    SendingHeld,
)
from cop.digests.models import Digest
from cop.digests.queries.digests import list_approvers
from cop.notifications.queries import mailings, whom
from cop.notifications.service import telling as service

#: So many people are told in one statement.
AT_A_TIME = 500


@on(ExpertAsked)
def tell_who_is_asked(event: ExpertAsked) -> None:
    """On the page of the question they decline with one click."""
    opening = whom.get_opening(event.topic_id)
    if whom.hears_of(event.person_id, opening):
        service.tell([event.person_id], "expert_asked", opening, key=f"ask:{event.ask_id}",
                     actor_id=event.asked_by_id)


@on(DigestSubmitted)
def ask_for_approval(event: DigestSubmitted) -> None:
    """Where no other manager and no curator may see it, the administrators."""
    digest = mailings.get_issue(event.digest_id)
    if digest.state == "submitted":
        people = [person.id for person in list_approvers(digest)] or whom.list_administrators()
        _tell(people, "digest_waits", digest, event.submitted_by_id)


@on(DigestApproved)
def tell_that_it_is_approved(event: DigestApproved) -> None:
    digest = mailings.get_issue(event.digest_id)
    _tell(_editors(digest), "digest_approved", digest, event.approved_by_id)


@on(DigestReturned)
def tell_that_it_came_back(event: DigestReturned) -> None:
    digest = mailings.get_issue(event.digest_id)
    _tell([event.submitted_by_id, *_editors(digest)], "digest_returned", digest,
          event.returned_by_id)


@on(SendingHeld)
def tell_that_it_was_not_sent(event: SendingHeld) -> None:
    """Who had planned it, who made it, and who could do it in their place."""
    digest = mailings.get_issue(event.digest_id)
    others = [person.id for person in list_approvers(digest)]
    _tell([event.planned_by_id, *_editors(digest), *others], "issue_held", digest, None)


@on(IssueSent)
def tell_its_receivers(event: IssueSent) -> None:
    """Those it was sent to as far as it is for them now; where each of them wants to hear of it."""
    mailing = mailings.find_mailing(event.digest_id)
    people = mailings.list_receivers(mailing)
    for first in range(0, len(people), AT_A_TIME):
        service.tell(people[first:first + AT_A_TIME], "issue_sent",
                     mailings.get_issue(event.digest_id), key=f"issue:{event.digest_id}",
                     actor_id=event.sent_by_id)


def _editors(digest: Digest) -> list[int]:
    return [who for who in (digest.submitted_by_id, digest.made_by_id) if who]


def _tell(people: Collection[int], kind: str, digest: Digest, actor_id: int | None) -> None:
    """A digest can come back and be submitted again: each time is told."""
    service.tell(whom.list_active(people), kind, digest, actor_id=actor_id,
                 key=f"{kind}:{digest.id}:{now().isoformat()}")
