"""Who could be asked to answer a question, and who was.

People are proposed who know about a theme of it, may read it and wrote nothing in it; those asked
seldom first. Nobody is shown how they rank.
"""
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, cast, exists, func, null, select
from sqlalchemy.orm import joinedload, with_expression
from sqlalchemy.sql.base import ExecutableOption

from cop.base.clock import now
from cop.base.db import UtcDateTime, db, one
from cop.digests.models import ExpertAsk
from cop.digests.policy import MOST_ASKS, own_asks
from cop.discussions.models.topics import Post, Topic, TopicTheme
from cop.discussions.policy import visible_topics
from cop.people.models import Person, PersonTheme, Reader
from cop.vocabulary.words import alphabetical

WINDOW = timedelta(days=30)
#: So many are proposed for a question.
PROPOSED = 3


@dataclass(frozen=True)
class Expert:
    """Somebody who could be asked, or was: when, and whether they declined."""

    id: int
    name: str
    asked_at: datetime | None = None
    declined: bool = False


def experts_for(topic_ids: Iterable[int]) -> dict[int, list[Expert]]:
    """Question → whom to ask, those asked already first. One query for all questions."""
    ids = list(topic_ids)
    if not ids:
        return {}
    proposed, asked = _proposed(ids).subquery(), _asked(ids)
    rows = db.session.execute(asked.union_all(
        select(proposed.c.topic_id, proposed.c.id, proposed.c.name, proposed.c.asked_at,
               proposed.c.declined_at).where(proposed.c.place <= PROPOSED)))
    found: dict[int, list[Expert]] = defaultdict(list)
    for topic_id, person_id, name, asked_at, declined_at in rows:
        found[topic_id].append(Expert(person_id, name, asked_at, declined_at is not None))
    return {topic: sorted(people, key=lambda e: (e.asked_at is None, alphabetical(e.name)))
            for topic, people in found.items()}


def count_asks(person: Person) -> int:
    """How often somebody was asked within thirty days."""
    return db.session.scalar(select(func.count(ExpertAsk.id)).where(_lately(person.id))) or 0


def was_asked(person: Person, topic: Topic) -> bool:
    return bool(db.session.scalar(select(exists().where(
        ExpertAsk.person_id == person.id, ExpertAsk.topic_id == topic.id))))


def may_be_asked(person: Person, topic: Topic) -> bool:
    query = select(Person.id).join(Topic, Topic.id == topic.id).where(
        Person.id == person.id, _can_help())
    return db.session.scalar(query) is not None


def get_ask(person: Person, ask_id: int) -> ExpertAsk:
    return one(select(ExpertAsk).where(ExpertAsk.id == ask_id, own_asks(person)))


def list_asks(person: Person, limit: int = 50) -> Sequence[ExpertAsk]:
    """What somebody is asked to answer and has not declined, as far as it still waits."""
    query = select(ExpertAsk).join(ExpertAsk.topic).where(
        own_asks(person), ExpertAsk.declined_at.is_(None), visible_topics(person),
        Topic.solved_at.is_(None)).options(
        joinedload(ExpertAsk.topic), joinedload(ExpertAsk.asked_by))
    return db.session.scalars(query.order_by(ExpertAsk.id.desc()).limit(limit)).all()


def with_ask(reader: Reader) -> ExecutableOption:
    """Reads with a topic whether the reader was asked to answer it."""
    asked = select(ExpertAsk.id).where(
        ExpertAsk.topic_id == Topic.id, ExpertAsk.person_id == reader.id,
        ExpertAsk.declined_at.is_(None)).correlate(Topic)
    return with_expression(Topic.my_ask, asked.scalar_subquery())


def _asked(ids: Sequence[int]) -> Select[Any]:
    return select(ExpertAsk.topic_id, Person.id, Person.name, ExpertAsk.created_at,
                  ExpertAsk.declined_at).join(Person, Person.id == ExpertAsk.person_id).where(
        ExpertAsk.topic_id.in_(ids))


def _proposed(ids: Sequence[int]) -> Select[Any]:
    """For each question the people whose themes fit most, counted from 1 as `place`."""
    asks = select(func.count(ExpertAsk.id)).where(_lately(Person.id)).correlate(
        Person).scalar_subquery()
    never = cast(null(), UtcDateTime())
    place = func.row_number().over(
        partition_by=Topic.id, order_by=(asks, func.count().desc(), Person.id))
    return select(
        Topic.id.label("topic_id"), Person.id, Person.name, place.label("place"),
        never.label("asked_at"), never.label("declined_at")).select_from(Topic).join(
        TopicTheme, TopicTheme.topic_id == Topic.id).join(
        PersonTheme, PersonTheme.code == TopicTheme.code).join(
        Person, Person.id == PersonTheme.person_id).where(
        Topic.id.in_(ids), _can_help(), asks < MOST_ASKS, ~exists().where(
            ExpertAsk.topic_id == Topic.id, ExpertAsk.person_id == Person.id).correlate(
            Topic, Person)).group_by(Topic.id, Person.id, Person.name)


def _can_help() -> ColumnElement[bool]:
    """For a query of people and topics: who may read it and wrote nothing in it."""
    wrote = exists().where(Post.topic_id == Topic.id, Post.author_id == Person.id).correlate(
        Topic, Person)
    return and_(Person.active.is_(True), Person.confirmed_at.is_not(None),
                visible_topics(Person), ~wrote)


def _lately(person_id: ColumnElement[int] | int) -> ColumnElement[bool]:
    return and_(ExpertAsk.person_id == person_id, ExpertAsk.created_at > now() - WINDOW)
