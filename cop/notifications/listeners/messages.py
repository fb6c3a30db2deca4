"""Private messages: who hears that they were written to. What is written stands in no letter."""
from cop.base.events import on
from cop.messages.events import ConversationRead, MessageWritten
from cop.messages.queries import find_written, list_who_hears
from cop.notifications.service import inbox, telling


@on(MessageWritten)
def tell_who_takes_part(event: MessageWritten) -> None:
    if message := find_written(event.message_id):
        telling.tell(list_who_hears(message), "message_written", message.conversation,
                     key=f"message:{message.id}", actor_id=message.author_id)


@on(ConversationRead)
def mark_notices_read(event: ConversationRead) -> None:
    inbox.mark_read_about(event.person_id, "conversation", event.conversation_id)
