"""What the spaces and topics are called that somebody's data name by number."""
from sqlalchemy import select

from cop.base.db import db
from cop.discussions.models.reading import ReadingPosition
from cop.discussions.models.topics import Post, Topic
from cop.discussions.policy import visible_topics
from cop.people.models import Person
from cop.spaces.models import Space
from cop.spaces.policy import visible_spaces


def titles_for(person: Person) -> dict[tuple[str, int], str]:
    """(kind, number) → title, as far as they see them."""
    spaces = select(Space.id, Space.name).where(visible_spaces(person))
    read = select(ReadingPosition.topic_id).where(ReadingPosition.person_id == person.id)
    wrote = select(Post.topic_id).where(Post.author_id == person.id)
    topics = select(Topic.id, Topic.title).where(
        visible_topics(person), Topic.id.in_(read.union(wrote)))
    return {(kind, number): title for kind, query in (("space", spaces), ("topic", topics))
            for number, title in db.session.execute(query)}
