"""Discussions on their way out, in the lines that an import reads."""
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import aliased, joinedload

from cop.base.db import db
from cop.discussions.models.topics import Post, Topic
from cop.discussions.policy import visible_posts
from cop.discussions.service.imports import OURS_NAMED, PREFIX
from cop.files import storage
from cop.people.models import Person, Reader

AT_ONCE = 500


def export_topics(reader: Reader | None = None) -> Iterator[dict[str, Any]]:
    """One line a post, topic after topic, as `reader` may see them; nobody sees everything.

    What came in by an import goes out under the names it had. A deleted post has no text.
    """
    visible = true() if reader is None else visible_posts(reader)
    for row in db.session.execute(_rows(visible)):
        yield _line(*row)


def _rows(visible: ColumnElement[bool]) -> Any:
    parent = aliased(Post)
    return (
        select(Post, Topic, Person, parent.id, parent.external_id)
        .join(Topic, Topic.id == Post.topic_id).join(Person, Person.id == Post.author_id)
        .outerjoin(parent, parent.id == Post.parent_id)
        .where(visible).order_by(Post.topic_id, Post.number)
        .options(joinedload(Post.whole_text)).execution_options(yield_per=AT_ONCE)
    )


def _line(post: Post, topic: Topic, author: Person, parent_id: int | None,
          parent_name: str | None) -> dict[str, Any]:
    return {
        "thread_id": _name(topic.external_id, f"topic-{topic.id}"),
        "post_id": _name(post.external_id, OURS_NAMED.format(post.id)),
        "parent_id": _name(parent_name, OURS_NAMED.format(parent_id)) if parent_id else None,
        "author": _name(author.external_id, f"person-{author.id}"),
        "author_name": author.name,
        "date": post.created_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "subject": topic.title if post.number == 1 else "",
        "body": _body(post), "lang": post.language, "space": topic.space.slug,
        "kind": topic.kind, "accepted": topic.accepted_post_id == post.id,
    }


def _name(external_id: str | None, own: str) -> str:
    """The name from elsewhere of what was imported; our own of what was written here."""
    imported = external_id is not None and external_id.startswith(PREFIX)
    return external_id.removeprefix(PREFIX) if imported else own


def _body(post: Post) -> str:
    if post.whole_text is None:
        return post.source
    return storage.read(post.whole_text.digest).decode()
