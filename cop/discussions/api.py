"""Topics and posts as JSON: the same acts as on the pages."""
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cop.base.errors import Invalid
from cop.discussions.models.topics import Post, Topic
from cop.discussions.queries import posts as post_queries
from cop.discussions.queries import topics as topic_queries
from cop.discussions.schemas import (
    OnceSchema,
    PostGivenSchema,
    PostSchema,
    PostsSchema,
    PostsWantedSchema,
    TopicsSchema,
    TopicsWantedSchema,
    TopicWithOpeningSchema,
    post_json,
    topic_json,
)
from cop.discussions.service.posts import write_post as write
from cop.discussions.service.repeats import write_post_once
from cop.files.attaching import Attachment
from cop.files.queries import list_files
from cop.people.queries import names_of
from cop.spaces.queries import get_space
from cop.web.api import Blueprint
from cop.web.session import me

bp = Blueprint("topics", __name__, description=_l("Topics and posts"))


@bp.route("/topics")
@bp.doc(summary=_l("Topics, those last written in first"))
@bp.arguments(TopicsWantedSchema, location="query")
@bp.response(200, TopicsSchema)
def list_topics(wanted: dict[str, Any]) -> dict[str, Any]:
    slug = wanted.pop("space", "")
    space = get_space(me(), slug) if slug else None
    page = topic_queries.list_topics(me(), space=space, with_codes=True, **wanted)
    names = names_of(me(), (topic.author_id for topic in page))
    return {"items": [topic_json(topic, names) for topic in page], "next": page.next or None}


@bp.route("/topics/<int:topic_id>")
@bp.doc(summary=_l("A topic with the post that opened it"))
@bp.response(200, TopicWithOpeningSchema)
def get_topic(topic_id: int) -> dict[str, Any]:
    topic = topic_queries.get_topic(me(), topic_id)
    opening = post_queries.list_openings(me(), [topic])[topic.id]
    names = names_of(me(), [topic.author_id])
    return topic_json(topic, names) | {"opening": post_json(opening, names)}


@bp.route("/topics/<int:topic_id>/posts")
@bp.doc(summary=_l("The posts of a topic in the order of time"))
@bp.arguments(PostsWantedSchema, location="query")
@bp.response(200, PostsSchema)
def list_posts(wanted: dict[str, int], topic_id: int) -> dict[str, Any]:
    topic = topic_queries.get_topic(me(), topic_id)
    page = post_queries.posts_in_order(me(), topic, wanted["after"])
    names = names_of(me(), (post.author_id for post in page))
    return {"items": [post_json(post, names) for post in page], "next": page.next or None}


@bp.route("/topics/<int:topic_id>/posts", methods=["POST"])
@bp.doc(summary=_l("Write a post"), security=[{"key": []}])
@bp.arguments(PostGivenSchema)
@bp.arguments(OnceSchema, location="headers")
@bp.response(201, PostSchema)
def write_post(given: dict[str, Any], once: dict[str, str], topic_id: int) -> Any:
    topic = topic_queries.get_topic(me(), topic_id)
    told = {"source": given["source"], "language": given["language"] or topic.language,
            "parent": _answered(topic, given["parent_id"]), "files": _files(given["files"])}
    post = write_post_once(me(), topic, **once, **told) if once else write(me(), topic, **told)
    answer = post_json(post, names_of(me(), [post.author_id]))
    return answer, 201, {"Location": answer["url"]}


def _files(given: Sequence[Mapping[str, Any]]) -> list[Attachment]:
    """What is to be attached; whether it may be is asked when the post is written."""
    found = {file.id: file for file in list_files(me(), [each["id"] for each in given])}
    if any(each["id"] not in found for each in given):
        raise Invalid({"files": _("One of the files is not there any more. Please choose it "
                                  "again.")})
    return [Attachment(found[each["id"]], each["alt"]) for each in given]


def _answered(topic: Topic, post_id: int | None) -> Post | None:
    post = post_queries.find_post_of(me(), topic, post_id)
    if post_id is not None and post is None:
        raise Invalid({"parent_id": _("There is no such post in this topic.")})
    return post
