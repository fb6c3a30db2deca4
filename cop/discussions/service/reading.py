"""What people read: gathered in memory, and stored in one batch by whoever calls `store_read`.

A process that is killed forgets what it had gathered and nothing else.
"""
from collections import defaultdict
from collections.abc import Iterable
from threading import Lock
from typing import Any

from sqlalchemy import bindparam, select, tuple_, update

from cop.base.clock import now
from cop.base.db import db, insert_missing
from cop.discussions.models.reading import ReadingPosition
from cop.discussions.models.topics import Post, Topic
from cop.discussions.spans import Spans
from cop.people.models import Person
from cop.spaces.following import take_part
from cop.spaces.levels import Level
from cop.spaces.models import Following, Space
from cop.spaces.queries import is_about

#: (person, topic) → numbers of posts.
Read = dict[tuple[int, int], set[int]]
#: post → topic and number.
Places = dict[int, tuple[int, int]]

_table = ReadingPosition.__table__
_key = (_table.c.person_id, _table.c.topic_id)
HELD = select(*_key, _table.c.numbers).where(
    tuple_(*_key).in_(bindparam("keys", expanding=True))).order_by(*_key).with_for_update()
STORED = update(_table).where(
    _table.c.person_id == bindparam("person"), _table.c.topic_id == bindparam("topic")).values(
    {name: bindparam(name) for name in ("numbers", "count", "read_at")})

_gathered: Read = defaultdict(set)
_lock = Lock()


def note_read(reader: Person, topic_id: int, numbers: Iterable[int]) -> None:
    """Remember that somebody has these posts before them. Nothing is stored yet."""
    with _lock:
        _gathered[reader.id, topic_id].update(numbers)


def store_read() -> None:
    """Store what was gathered since the last time."""
    with _lock:
        batch = dict(_gathered)
        _gathered.clear()
    if batch:
        _store(batch)


def mark_read(reader: Person, topic: Topic, numbers: Iterable[int]) -> None:
    """Store at once that somebody has read these posts. Both are at hand, so they are there."""
    key, read = (reader.id, topic.id), Spans().with_numbers(numbers)
    if not insert_missing(ReadingPosition, [_row(*key, str(read), len(read))]):
        _read_more({key: set(numbers)}, [key])


def mark_all_read(reader: Person, space: Space) -> None:
    """Let everything in a space count as read: what they began to read, and what they did not."""
    take_part(reader, "space", space.id, level=Level.NORMAL)
    db.session.execute(update(Following).where(
        Following.person_id == reader.id, is_about("space", space.id)).values(read_at=now()))
    begun = select(ReadingPosition.topic_id).join(
        Topic, Topic.id == ReadingPosition.topic_id).where(
        ReadingPosition.person_id == reader.id, Topic.space_id == space.id,
        ReadingPosition.count < Topic.post_count)
    batch: Read = defaultdict(set)
    for topic_id, number in db.session.execute(
            select(Post.topic_id, Post.number).where(Post.topic_id.in_(begun))):
        batch[reader.id, topic_id].add(number)
    _store(batch)


def places_of(*topics: Topic) -> Places:
    """Where the posts of topics stand, before they are given other places."""
    query = select(Post.id, Post.topic_id, Post.number)
    rows = db.session.execute(query.where(Post.topic_id.in_([topic.id for topic in topics])))
    return {post_id: (topic_id, number) for post_id, topic_id, number in rows}


def follow_posts(before: Places) -> None:
    """Posts were given other places: what was read of them stays read."""
    query = select(Post.id, Post.topic_id, Post.number).where(Post.id.in_(before))
    now_at = {before[post_id]: (topic_id, number)
              for post_id, topic_id, number in db.session.execute(query)}
    read: Read = defaultdict(set)
    topics = {topic_id for topic_id, _ in now_at}
    held = select(ReadingPosition).where(ReadingPosition.topic_id.in_(topics)).order_by(
        ReadingPosition.person_id, ReadingPosition.topic_id).with_for_update()
    for position in db.session.scalars(held).all():
        for number in position.spans:
            if place := now_at.get((position.topic_id, number)):
                read[position.person_id, place[0]].add(place[1])
        position.spans = Spans()
    db.session.flush()
    _store(read)


def _store(batch: Read) -> None:
    """Join it with what is stored; of several processes at once, each adds its own."""
    people = _there(Person, {person_id for person_id, _ in batch})
    topics = _there(Topic, {topic_id for _, topic_id in batch})
    if keys := sorted((p, t) for p, t in batch if p in people and t in topics):
        _join(batch, keys)


def _join(batch: Read, keys: list[tuple[int, int]]) -> None:
    insert_missing(ReadingPosition, [_row(*key) for key in keys])
    _read_more(batch, keys)


def _read_more(batch: Read, keys: list[tuple[int, int]]) -> None:
    """Past the ORM: each answer does that, and a batch may be of hundreds."""
    rows = []
    for person_id, topic_id, numbers in db.session.execute(HELD, {"keys": keys}).all():
        spans = Spans.read(numbers).with_numbers(batch[person_id, topic_id])
        rows.append({"person": person_id, "topic": topic_id, "numbers": str(spans),
                     "count": len(spans), "read_at": now()})
    if rows:
        db.session.execute(STORED, rows)


def _row(person_id: int, topic_id: int, numbers: str = "", count: int = 0) -> dict[str, Any]:
    return {"person_id": person_id, "topic_id": topic_id, "numbers": numbers, "count": count}


def _there(kind: type[Person] | type[Topic], ids: set[int]) -> set[int]:
    """Those that were not deleted meanwhile."""
    return set(db.session.scalars(select(kind.id).where(kind.id.in_(ids))))
