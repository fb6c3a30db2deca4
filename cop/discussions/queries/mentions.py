"""Reads who can be mentioned, and what those are called who are."""
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Select, exists, or_, select

from cop.base.db import db, one
from cop.base.errors import NotFound
from cop.base.text import fold
from cop.discussions.mentions import TOKEN, mentioned
from cop.discussions.models.topics import Post, Topic
from cop.discussions.places import Place
from cop.discussions.policy import visible_posts, visible_topics
from cop.people.models import Person, Reader
from cop.people.policy import visible_people
from cop.people.queries import names_of
from cop.spaces.models import Space
from cop.spaces.policy import visible_spaces

MOST_OFFERED = 8


def list_mentionable(reader: Person, place: Place, words: str) -> Sequence[Person]:
    """People with a name that has a word beginning like this, who may read what is written at
    this place; those who wrote in the topic come first."""
    space_id, topic_id = whereabouts(reader, place)
    words = fold(words).strip()
    begins = or_(Person.folded_name.startswith(words, autoescape=True),
                 Person.folded_name.contains(f" {words}", autoescape=True))
    wrote = exists().where(Post.topic_id == topic_id, Post.author_id == Person.id)
    query = _mentionable(reader, space_id).where(begins, Person.id != reader.id)
    return db.session.scalars(
        query.order_by(wrote.desc(), Person.folded_name, Person.id).limit(MOST_OFFERED)
    ).unique().all()


def ids_by_name(reader: Reader, space_id: int, names: Iterable[str]) -> dict[str, set[int]]:
    """Who in a space's reach is called so, by folded name."""
    found: dict[str, set[int]] = defaultdict(set)
    query = _mentionable(reader, space_id).where(Person.folded_name.in_(set(names)))
    for name, person_id in db.session.execute(
            query.with_only_columns(Person.folded_name, Person.id)):
        found[name].add(person_id)
    return found


def known_ids(reader: Reader, space_id: int, ids: Iterable[int]) -> set[int]:
    """Those of these people who can be mentioned in a space."""
    query = _mentionable(reader, space_id).where(Person.id.in_(set(ids)))
    return set(db.session.scalars(query.with_only_columns(Person.id)))


def names_in(reader: Reader, *texts: str) -> dict[int, str]:
    """What those are called whom these texts mention; asks only when they mention anybody."""
    ids = {person_id for text in texts for person_id in mentioned(text)}
    return names_of(reader, ids) if ids else {}


def name_mentions(reader: Reader, posts: Iterable[Post | None]) -> None:
    """Let posts show the names of those they mention, as this reader may see them: one query,
    none where nobody is mentioned."""
    mentioning = [post for post in posts if post and TOKEN.search(post.source)]
    names = names_in(reader, *(post.source for post in mentioning))
    for post in mentioning:
        post.names = names


def whereabouts(reader: Person, place: Place) -> tuple[int, int]:
    """The space and the topic (0: none yet) of a place that the reader may see."""
    if place.kind in ("topic", "event"):
        return one(select(Space).where(Space.id == place.target_id, visible_spaces(reader))).id, 0
    topic = select(Topic).where(visible_topics(reader))
    if place.kind == "edit":
        post = select(Post.topic_id).where(Post.id == place.target_id, visible_posts(reader))
        topic = topic.where(Topic.id == post.scalar_subquery())
    else:
        topic = topic.where(Topic.id == place.target_id)
    found = db.session.scalars(topic).one_or_none()
    if found is None:
        raise NotFound
    return found.space_id, found.id


def _mentionable(reader: Reader, space_id: int) -> Select[tuple[Person]]:
    return select(Person).where(visible_people(reader), may_read(space_id))


def may_read(space_id: int) -> ColumnElement[bool]:
    """For the class Person: may see this space."""
    return exists().where(Space.id == space_id, visible_spaces(Person)).correlate(Person)
