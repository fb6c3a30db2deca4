"""What a moderator reads of a private conversation: the reported message and the few around it."""
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from cop.base.db import db
from cop.base.errors import NotFound
from cop.messages.models import Message
from cop.messages.queries import find_written
from cop.moderation.models.items import ReviewItem

#: So many before it, and so many after it.
AROUND = 2


def list_reported_words(item: ReviewItem, subject: ReviewItem) -> Sequence[Message]:
    """In their order; nothing that was written after it was reported. `subject` is the item about
    the message: `item` itself or, where somebody objects, that of the decision."""
    message = find_written(subject.target_id) if subject.kind == "message" else None
    if message is None or not item.is_open:
        raise NotFound
    return db.session.scalars(select(Message).where(
        Message.conversation_id == message.conversation_id,
        Message.number.between(message.number - AROUND, message.number + AROUND),
        Message.created_at <= max(subject.created_at, message.created_at),
    ).options(joinedload(Message.author)).order_by(Message.number)).all()
