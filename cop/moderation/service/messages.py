"""That a moderator reads private messages is written down for each who wrote them."""
from collections.abc import Iterable

from cop.base.audit import record
from cop.messages.models import Message
from cop.moderation.models.items import ReviewItem
from cop.people.models import Person


def note_reading(moderator: Person, item: ReviewItem, messages: Iterable[Message]) -> None:
    """They find it under «who saw my data»."""
    for author in {message.author_id: message.author for message in messages}.values():
        if author.id != moderator.id:
            record(moderator.id, "data.viewed", author, page="messages", item=item.id)
