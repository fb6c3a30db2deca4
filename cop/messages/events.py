"""What happens in private conversations."""
from dataclasses import dataclass

from cop.base.events import Event


@dataclass(frozen=True, kw_only=True)
class MessageWritten(Event):
    message_id: int


@dataclass(frozen=True, kw_only=True)
class ConversationRead(Event):
    """Somebody had all of it before them."""

    conversation_id: int
    person_id: int
