"""Who asks to be confirmed by an organisation, and what came of it."""
from cop.base.events import on
from cop.notifications.service import telling as service
from cop.organisations.events import ConfirmationAnswered, ConfirmationAsked
from cop.organisations.queries import find_request, list_deciders


@on(ConfirmationAsked)
def tell_who_can_confirm(event: ConfirmationAsked) -> None:
    """Unless nobody needs to any more."""
    asked = find_request(event.request_id)
    if asked and asked.answered_at is None:
        service.tell(list_deciders(asked), "confirmation_asked", asked,
                     key=f"confirmation:{asked.id}", actor_id=asked.person_id)


@on(ConfirmationAnswered)
def tell_who_asked(event: ConfirmationAnswered) -> None:
    if asked := find_request(event.request_id):
        service.tell([asked.person_id], "confirmation_answered", asked,
                     key=f"confirmed:{asked.id}", actor_id=asked.answered_by_id)
