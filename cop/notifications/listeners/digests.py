"""What the events of digests mean for people: who was asked to answer a question."""
from cop.base.events import on
from cop.digests.events import ExpertAsked
from cop.notifications.queries import whom
from cop.notifications.service import telling as service


@on(ExpertAsked)
def tell_who_is_asked(event: ExpertAsked) -> None:
    """On the page of the question they decline with one click."""
    opening = whom.get_opening(event.topic_id)
    if whom.hears_of(event.person_id, opening):
        service.tell([event.person_id], "expert_asked", opening, key=f"ask:{event.ask_id}",
                     actor_id=event.asked_by_id)
