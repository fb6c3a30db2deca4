"""Putting topics in order as wholes: pinned, archived, moved to another space.

What takes their trees apart or together is in `branches.py`.
"""
from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import update

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.verdict import require
from cop.discussions.events import TopicChanged, TopicMoved
from cop.discussions.models.notes import TopicNote
from cop.discussions.models.topics import Topic
from cop.discussions.policy import may_move_to, may_order
from cop.discussions.queries.order import count_pinned, is_way_back
from cop.discussions.service.holding import hold_topics
from cop.people.models import Person
from cop.spaces.models import Space

#: Where everything stands on top, nothing does.
MOST_PINNED = 5


def pin_topic(moderator: Person, topic: Topic, until: date | None = None) -> None:
    """Let it stand first in the list of its space: to the end of a day, or until it is unpinned."""
    hold_topics(topic)
    require(may_order(moderator, topic))
    if until and until < now().date():
        raise Invalid({"until": _("This day is over.")})
    if not topic.is_pinned and count_pinned(topic.space) >= MOST_PINNED:
        raise Invalid({"until": _("%(most)d topics are pinned in this space already: unpin one "
                                  "of them first.", most=MOST_PINNED)})
    topic.pinned_at, topic.pinned_until = now(), until
    record(moderator.id, "topic.pinned", topic)


def unpin_topic(moderator: Person, topic: Topic) -> None:
    hold_topics(topic)
    require(may_order(moderator, topic))
    topic.pinned_at = topic.pinned_until = None
    record(moderator.id, "topic.unpinned", topic)


def archive_topic(moderator: Person, topic: Topic) -> None:
    """Take it out of the lists and let nobody write in it; search and its address lead to it."""
    hold_topics(topic)
    require(may_order(moderator, topic))
    topic.archived_at = topic.archived_at or now()
    topic.pinned_at = topic.pinned_until = None
    record(moderator.id, "topic.archived", topic)
    publish(TopicChanged(topic_id=topic.id))


def unarchive_topic(moderator: Person, topic: Topic) -> None:
    hold_topics(topic)
    require(may_order(moderator, topic))
    topic.archived_at = None
    record(moderator.id, "topic.unarchived", topic)
    publish(TopicChanged(topic_id=topic.id))


def move_topic(moderator: Person, topic: Topic, space: Space) -> None:
    """Bring it to another space: who reads there reads it now, and nobody else."""
    hold_topics(topic)
    require(may_move_to(moderator, topic, space, is_way_back=is_way_back(topic, space)))
    left_id = topic.space_id
    topic.space, topic.pinned_at, topic.pinned_until = space, None, None
    db.session.flush()
    count_topics({left_id: -1, space.id: 1})
    add(TopicNote(topic_id=topic.id, kind="moved", space_id=left_id))
    record(moderator.id, "topic.moved", topic, from_space=left_id, to_space=space.id)
    publish(TopicMoved(topic_id=topic.id, from_space_id=left_id, moved_by_id=moderator.id))


def count_topics(changes: Mapping[int, int]) -> None:
    """Change how many topics spaces have (id → by how many), in the order of ids."""
    for space_id, change in sorted(changes.items()):
        db.session.execute(update(Space).where(Space.id == space_id).values(
            topic_count=Space.topic_count + change))
