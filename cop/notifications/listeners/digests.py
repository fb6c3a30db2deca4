"""What the events of digests mean for people: who is asked to answer, who gets an issue."""
from cop.base.events import on
from cop.digests.events import ExpertAsked, IssueSent
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


@on(IssueSent)
def tell_its_receivers(event: IssueSent) -> None:
    """Those it was sent to as far as it is for them now; where each of them wants to hear of it."""
    mailing = mailings.find_mailing(event.digest_id)
    people = mailings.list_receivers(mailing)
    for first in range(0, len(people), AT_A_TIME):
        service.tell(people[first:first + AT_A_TIME], "issue_sent",
                     mailings.get_issue(event.digest_id), key=f"issue:{event.digest_id}",
                     actor_id=event.sent_by_id)
