"""Holding topics while they change: of two at once, the second waits and sees what the first did.

Whatever changes a topic or its posts holds the topic first. Topics are held in the order of their
ids, and before spaces: so nobody waits for somebody who waits for them.
"""
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import bindparam, select
from sqlalchemy.orm import immediateload

from cop.base.db import db, go_on_writing, is_alone
from cop.base.errors import Conflict
from cop.discussions.models.topics import Post, Topic

#: The topics alone: where one was brought to another space while we wait, PostgreSQL would still
#: join the space it was in, and leave the topic out. The space that is at hand stays so.
HELD = select(Topic).options(immediateload(Topic.space)).where(
    Topic.id.in_(bindparam("ids", expanding=True))).order_by(Topic.id).with_for_update(
    of=Topic, key_share=True).execution_options(populate_existing=True)

#: One topic, of which nothing is read.
ONE = select(Topic.__table__.c.id).where(
    Topic.__table__.c.id == bindparam("topic_id")).with_for_update(key_share=True)


def hold_topics(*topics: Topic) -> None:
    """Nobody else changes these until the transaction ends; they are read anew, unless nobody
    could have changed them.

    Raises Conflict where one was merged into another a moment before.
    """
    go_on_writing()
    if not is_alone():
        db.session.scalars(HELD, {"ids": sorted({topic.id for topic in topics})}).all()
    for topic in topics:
        check_is_there(topic)
        if topic.space.id != topic.space_id:
            db.session.expire(topic, ["space"])


def hold_unread(topic: Topic) -> None:
    """The same for who then reads what of the topic matters to them, and checks it."""
    go_on_writing()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(ONE, {"topic_id": topic.id})


def check_is_there(topic: Topic) -> None:
    if topic.merged_into_id:
        raise Conflict(_("This topic was merged into another one a moment before."))


def hold_post(post: Post) -> None:
    """The same for the topic of a post, which is read anew, too."""
    hold_topics(post.topic)
    reread(post, post.topic)


def reread(post: Post, topic: Topic) -> None:
    """What a post of a held topic says now. Raises Conflict where it was brought elsewhere."""
    if not is_alone():
        db.session.refresh(post)
    check_is_in(topic, post if post.topic_id == topic.id else None)


def check_is_in(topic: Topic, post: Any) -> None:
    """Raise Conflict where a post of this topic is none any more, as the topic or it went away."""
    check_is_there(topic)
    if post is None:
        raise Conflict(_("This post was brought to another topic a moment before."))
