"""Reading, muting, leaving; blocking somebody; what is not kept any longer."""
from datetime import datetime
from threading import Lock

from flask_babel import gettext as _
from sqlalchemy import delete, exists, select, update

from cop.base.clock import now
from cop.base.db import db, insert_missing
from cop.base.events import publish
from cop.base.verdict import deny, require
from cop.messages.events import ConversationRead
from cop.messages.models import Block, Conversation, Message, Place
from cop.messages.queries import find_block
from cop.people.models import Person

_gathered: dict[tuple[int, int], int] = {}
_lock = Lock()
AT_ONCE = 200


def note_read(reader: Person, conversation: Conversation) -> bool:
    """Remember that somebody has all of it before them; stored by `store_read`. True if there is
    something to store."""
    if conversation.place_of(reader).read_number >= conversation.last_number:
        return False
    with _lock:
        _gathered[conversation.id, reader.id] = conversation.last_number
    return True


def store_read() -> None:
    with _lock:
        batch = dict(_gathered)
        _gathered.clear()
    for (conversation_id, person_id), number in batch.items():
        grown = db.session.execute(update(Place).where(
            Place.conversation_id == conversation_id, Place.person_id == person_id,
            Place.read_number < number).values(read_number=number))
        if grown.rowcount:
            publish(ConversationRead(conversation_id=conversation_id, person_id=person_id))


def mute(person: Person, conversation: Conversation) -> None:
    """They hear of nothing new in it, and still find it in their list."""
    conversation.place_of(person).is_muted = True


def unmute(person: Person, conversation: Conversation) -> None:
    conversation.place_of(person).is_muted = False


def leave(person: Person, conversation: Conversation) -> None:
    """They read it no more. What they wrote stays with the others; who is last takes it along."""
    conversation.place_of(person).left_at = now()
    if not conversation.others_than(person):
        forget_conversations([conversation.id])


def block(person: Person, other: Person) -> None:
    """From now on `other` cannot begin a conversation with them, nor answer where both are alone.
    Nobody is told."""
    if person.id == other.id:
        require(deny(_("This is you.")))
    insert_missing(Block, [{"person_id": person.id, "blocked_id": other.id}])


def unblock(person: Person, other_id: int) -> None:
    if there := find_block(person, other_id):
        db.session.delete(there)


def remove_message(message: Message) -> None:
    """A moderator takes it out of sight."""
    message.removed_at = message.removed_at or now()


def give_back_message(message: Message) -> None:
    message.removed_at = None


def forget_removed_words(before: datetime) -> None:
    """Of messages that were removed so long ago that nobody can object any more."""
    db.session.execute(update(Message).where(
        Message.removed_at < before, Message.source != "").values(source="", html=""))


def forget_old(before: datetime) -> None:
    """Conversations in which nothing was written since then."""
    forget_conversations(list(db.session.scalars(select(Conversation.id).where(
        Conversation.last_written_at < before).limit(AT_ONCE))))


def forget_subjects(person: Person) -> None:
    """What they called the conversations that they began: the others' words stay."""
    begun = select(Message.conversation_id).where(
        Message.author_id == person.id, Message.number == 1)
    db.session.execute(update(Conversation).where(Conversation.id.in_(begun)).values(subject="…"))


def forget_empty() -> None:
    """Those in which nobody takes part any more."""
    somebody = exists().where(
        Place.conversation_id == Conversation.id, Place.left_at.is_(None))
    forget_conversations(list(db.session.scalars(select(Conversation.id).where(~somebody))))


def forget_conversations(ids: list[int]) -> None:
    for kind in (Message, Place):
        db.session.execute(delete(kind).where(kind.conversation_id.in_(ids)))
    db.session.execute(delete(Conversation).where(Conversation.id.in_(ids)))
    db.session.expire_all()
