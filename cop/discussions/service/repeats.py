"""What is sent twice is written once: posts by programs with a key of their own, topics
by a form that somebody presses twice."""
from hashlib import sha256
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from cop.base.clock import now
from cop.base.db import db
from cop.base.errors import Invalid
from cop.discussions.models.topics import Post, Topic
from cop.discussions.queries.answering import PRESSED_TWICE, stands
from cop.discussions.service.attaching import Files
from cop.discussions.service.mentions import with_tokens
from cop.discussions.service.posts import write_post
from cop.discussions.service.topics import open_topic
from cop.discussions.texts import tidy_post, tidy_title
from cop.people.models import Person
from cop.spaces.models import Space

PREFIX = "api:"


def write_post_once(author: Person, topic: Topic, *, key: str, source: str, language: str,
                    parent: Post | None = None, files: Files = ()) -> Post:
    """The post that was written with this key of this person; now, if there is none yet."""
    name = f"{PREFIX}{author.id}:{sha256(key.encode()).hexdigest()}"
    # Of two tries at once in the same topic, the second waits here until the first is stored.
    db.session.execute(select(Topic.id).where(Topic.id == topic.id).with_for_update())
    first = db.session.scalar(select(Post).where(Post.external_id == name))
    if first is None:
        first = write_post(author, topic, source=source, language=language, parent=parent,
                           files=files)
        first.external_id = name
    elif first.topic_id != topic.id:
        raise Invalid({"Idempotency-Key": _("This key was used for a post in another topic.")})
    return first


def topic_pressed_once(author: Person, space: Space, *, title: str, source: str,
                       files: Files = (), **more: Any) -> Topic:
    """The topic of this name and text that they opened there just now; else a new one. With files
    it is another one: they may be others."""
    db.session.execute(  # of two at once, the second waits
        select(Person.id).where(Person.id == author.id).with_for_update(key_share=True))
    said = None if files else db.session.scalar(
        select(Topic).join(Post, Post.topic_id == Topic.id).where(
            Post.number == 1, stands(Post), Topic.space_id == space.id,
            Topic.author_id == author.id,
            Topic.title == tidy_title(title), Topic.created_at > now() - PRESSED_TWICE,
            Post.source == with_tokens(author, space.id, tidy_post(source)),
        ).order_by(Topic.id).limit(1))
    return said or open_topic(author, space, title=title, source=source, files=files, **more)
