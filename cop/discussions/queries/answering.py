"""Reads what has to be known where somebody answers: which post that is, whether they just did."""
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_, select

from cop.base.clock import now
from cop.base.db import db
from cop.discussions.models.topics import Post, Topic
from cop.people.models import Person

#: Who presses a button twice does so within that time, and before others wrote so many posts.
PRESSED_TWICE, POSTS_BETWEEN = timedelta(minutes=1), 50


def stands(post: Any) -> ColumnElement[bool]:
    """Posts that were not deleted, and those that wait for a moderator."""
    return or_(post.deleted_at.is_(None), post.withheld == "waits")


_topic, _answered, _said = Topic.__table__, *(
    Post.__table__.alias(name) for name in ("answered", "said"))
#: What rules look at before somebody answers.
_RULED_BY = ("space_id", "merged_into_id", "locked_at", "archived_at")
#: The first answer of these words to the post that is answered, among the last of the topic.
_SAID = and_(
    _said.c.topic_id == _topic.c.id, _said.c.number > _topic.c.last_number - POSTS_BETWEEN,
    _said.c.parent_id == _answered.c.id, _said.c.author_id == bindparam("author_id"),
    _said.c.source == bindparam("words"), _said.c.language == bindparam("language"),
    _said.c.created_at > bindparam("since"), stands(_said.c))
_ANSWERED = select(
    _answered.c.id, _answered.c.path, _said.c.id.label("said_id"),
    *(_topic.c[name] for name in _RULED_BY)).select_from(_answered).join(
    _topic, _topic.c.id == _answered.c.topic_id).outerjoin(_said, _SAID).where(
    _topic.c.id == bindparam("topic_id"), _answered.c.number == bindparam("number")).order_by(
    _said.c.number).limit(1)


def find_answered(author: Person, topic: Topic, number: int, *, words: str | None,
                  language: str) -> Any:
    """The `id` and `path` of the post of this topic with that number and, as `said_id`, what they
    answered to it in these words just now, if they did. Without words that is not asked. Where the
    topic has changed since it was read, in a way that matters, it is read anew."""
    found = db.session.execute(_ANSWERED, {
        "topic_id": topic.id, "number": number, "author_id": author.id, "words": words,
        "language": language, "since": now() - PRESSED_TWICE}).one_or_none()
    if found is None or any(getattr(topic, name) != getattr(found, name) for name in _RULED_BY):
        db.session.refresh(topic)
    return found
