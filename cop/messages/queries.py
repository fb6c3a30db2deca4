"""Reads of private conversations. Nothing of them is in the index or in anybody else's search."""
from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from cop.base.clock import now
from cop.base.db import db, one
from cop.base.paging import Page, page
from cop.messages.models import Block, Conversation, Message, Place
from cop.messages.policy import visible_conversations
from cop.people.models import Person, Visitor
from cop.people.policy import visible_people
from cop.people.queries import list_people

#: So many are offered when one looks for somebody.
MOST_FOUND = 8


def list_conversations(reader: Person, *, after: str = "") -> Page[Conversation]:
    """One's own, the last written in first, with who takes part."""
    query = select(Conversation).where(visible_conversations(reader)).options(_with_people())
    return page(query, by=[Conversation.last_written_at, Conversation.id], after=after, size=30)


def get_conversation(reader: Person | Visitor, conversation_id: int) -> Conversation:
    return one(select(Conversation).where(
        Conversation.id == conversation_id, visible_conversations(reader)).options(_with_people()))


def list_messages(conversation: Conversation, *, after: str = "") -> Page[Message]:
    """The newest first. Whose it is to read was asked with the conversation."""
    query = select(Message).where(Message.conversation_id == conversation.id).options(
        joinedload(Message.author).options(lazyload(Person.organisation)))
    return page(query, by=[Message.number], after=after, size=20)


def get_message(reader: Person | Visitor, message_id: int) -> Message:
    return one(select(Message).join(Message.conversation).where(
        Message.id == message_id, visible_conversations(reader)).options(
        joinedload(Message.author), joinedload(Message.conversation)))


def count_unread(reader: Person) -> int:
    """In how many conversations there is something new."""
    return db.session.scalar(select(func.count(Conversation.id)).join(Place, _is_of(reader)).where(
        visible_conversations(reader), Place.read_number < Conversation.last_number)) or 0


def list_recipients(author: Person, ids: Collection[int], words: str = "") -> list[Person]:
    """Those who were chosen, and those whom the words find."""
    chosen = db.session.scalars(select(Person).where(
        Person.id.in_(ids), visible_people(author), Person.id != author.id)).all()
    found = list_people(author, words=words).items if words.strip() else []
    return [*chosen, *(person for person in found if person.id != author.id
                       and person not in chosen)][:len(chosen) + MOST_FOUND]


def list_blocking(people: Collection[int], author: Person) -> set[int]:
    """Who of these wants no messages of this author."""
    return set(db.session.scalars(select(Block.person_id).where(
        Block.person_id.in_(people), Block.blocked_id == author.id)))


def list_blocked(person: Person) -> Sequence[Block]:
    """Of whom somebody wants none."""
    return db.session.scalars(select(Block).where(Block.person_id == person.id).options(
        joinedload(Block.blocked)).order_by(Block.id)).all()


def find_block(person: Person, blocked_id: int) -> Block | None:
    return db.session.scalar(select(Block).where(
        Block.person_id == person.id, Block.blocked_id == blocked_id))


def count_opened_today(author: Person) -> int:
    return db.session.scalar(select(func.count(Message.id)).where(
        Message.author_id == author.id, Message.number == 1,
        Message.created_at > now() - timedelta(days=1))) or 0


def find_written(message_id: int) -> Message | None:
    """For jobs: it may be gone by then."""
    return db.session.get(Message, message_id)


def list_who_hears(message: Message) -> list[int]:
    """Who takes part, has not muted it, and has not blocked its author."""
    blocked = select(Block.person_id).where(Block.blocked_id == message.author_id)
    return list(db.session.scalars(select(Place.person_id).where(
        Place.conversation_id == message.conversation_id, Place.left_at.is_(None),
        Place.is_muted.is_(False), Place.person_id != message.author_id,
        Place.person_id.not_in(blocked))))


def _is_of(reader: Person) -> ColumnElement[bool]:
    return (Place.conversation_id == Conversation.id) & (Place.person_id == reader.id)


def _with_people():
    return selectinload(Conversation.places).joinedload(Place.person).options(
        lazyload(Person.organisation))
