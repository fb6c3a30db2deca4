"""Posts that programs send: a second try with the same key writes nothing new."""
from hashlib import sha256

from flask_babel import gettext as _
from sqlalchemy import select

from cop.base.db import db
from cop.base.errors import Invalid
from cop.discussions.models.topics import Post, Topic
from cop.discussions.service.attaching import Files
from cop.discussions.service.posts import write_post
from cop.people.models import Person

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
