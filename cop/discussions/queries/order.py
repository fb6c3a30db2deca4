"""Reads for those who put topics in order: what is pinned, what notes say, what an act will do."""
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Select, distinct, func, or_, select

from cop.base.db import db
from cop.discussions.grafts import Leaf, branch_of
from cop.discussions.models.notes import TopicNote
from cop.discussions.models.topics import Post, Topic
from cop.discussions.policy import may_move_to, visible_topics
from cop.discussions.queries.topics import is_pinned
from cop.people.models import Person, Visitor
from cop.spaces.models import Space
from cop.spaces.policy import may_see, visible_spaces
from cop.spaces.queries import list_spaces


@dataclass(frozen=True)
class Note:
    """A note with the names in it that the reader may know."""

    note: TopicNote
    space: Space | None
    other: Topic | None


@dataclass(frozen=True)
class Reach:
    """Whom an act concerns: how many posts, of how many people, how many of whom may not read
    them afterwards (`lost`). `ids`: which posts of a branch."""

    posts: int
    writers: int
    lost: int = 0
    ids: Sequence[int] = ()


def count_pinned(space: Space) -> int:
    query = select(func.count(Topic.id)).where(Topic.space_id == space.id, is_pinned())
    return db.session.scalar(query) or 0


def list_notes(reader: Person | Visitor, topic: Topic) -> list[Note]:
    """What moderators did here, oldest first: no query of its own, they come with the topic."""
    return [Note(note, _if_seen(reader, note.space), _if_known(reader, note.other, topic))
            for note in topic.notes]


def list_destinations(moderator: Person, topic: Topic) -> list[Space]:
    """The spaces somebody may move a topic to."""
    return [space for space in list_spaces(moderator)
            if may_move_to(moderator, topic, space, is_way_back=is_way_back(topic, space))]


def is_way_back(topic: Topic, space: Space) -> bool:
    """Did it come from this space, and has nobody written in it since?"""
    last = next((note for note in reversed(topic.notes) if note.kind == "moved"), None)
    if last is None or last.space_id != space.id:
        return False
    since = or_(Post.created_at > last.created_at, Post.edited_at > last.created_at)
    query = select(Post.id).where(Post.topic_id == topic.id, since)
    return db.session.scalar(query.limit(1)) is None


def reach_of_topic(topic: Topic, space: Space | None = None) -> Reach:
    """Of all posts of a topic; `space`: who of their writers may not read there."""
    return _reach(select(Post.author_id).where(Post.topic_id == topic.id), space)


def reach_of_branch(root: Post) -> Reach:
    ids = [leaf.id for leaf in list_branch(root)]
    return replace(_reach(select(Post.author_id).where(
        Post.topic_id == root.topic_id, Post.id.in_(ids)), None), ids=ids)


def list_leaves(topic: Topic) -> list[Leaf]:
    """All posts of a topic as the tree knows them, the opening post first."""
    query = select(Post.id, Post.parent_id, Post.created_at).where(Post.topic_id == topic.id)
    return [Leaf(*row) for row in db.session.execute(query.order_by(Post.number))]


def list_branch(root: Post) -> list[Leaf]:
    """A post and all below it."""
    leaves = list_leaves(root.topic)
    branch = branch_of(root.id, {leaf.id: leaf.parent_id for leaf in leaves})
    return [leaf for leaf in leaves if leaf.id in branch]


def find_target(reader: Person | Visitor, *, topic_id: int = 0,
                post_id: int = 0) -> tuple[Topic | None, Post | None]:
    """The topic and perhaps the post that somebody named by its address."""
    post = db.session.get(Post, post_id) if post_id else None
    query = select(Topic).where(
        Topic.id == (post.topic_id if post else topic_id), visible_topics(reader))
    topic = db.session.scalars(query).one_or_none()
    return topic, (post if topic and post and post.number > 1 else None)


def _if_seen(reader: Person | Visitor, space: Space | None) -> Space | None:
    return space if space and may_see(reader, space) else None


def _if_known(reader: Person | Visitor, other: Topic | None, topic: Topic) -> Topic | None:
    """The other topic of a note: one that is here now, or that the reader may see."""
    if other is None or other.merged_into_id == topic.id:
        return other
    return other if not other.merged_into_id and may_see(reader, other.space) else None


def _reach(authors: Select[tuple[int]], space: Space | None) -> Reach:
    wrote = authors.subquery()
    posts, writers = db.session.execute(
        select(func.count(), func.count(distinct(wrote.c.author_id))).select_from(wrote)).one()
    if space is None:
        return Reach(posts, writers)
    may_read = select(Space.id).where(Space.id == space.id, visible_spaces(Person))
    lost = select(func.count(Person.id)).where(
        Person.id.in_(authors), Person.active.is_(True), ~may_read.correlate(Person).exists())
    return Reach(posts, writers, db.session.scalar(lost) or 0)
