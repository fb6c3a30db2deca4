"""Topics and posts as JSON: the same acts as on the pages."""
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cop.base.errors import Invalid
from cop.discussions.models.topics import Post, Topic
from cop.discussions.queries import posts as post_queries
from cop.discussions.queries import revisions as revision_queries
from cop.discussions.queries import topics as topic_queries
from cop.discussions.schemas import (
    OnceSchema,
    PostChangeSchema,
    PostGivenSchema,
    PostSchema,
    PostsSchema,
    PostsWantedSchema,
    TopicsSchema,
    TopicsWantedSchema,
    TopicWithOpeningSchema,
    VersionSchema,
    post_json,
    topic_json,
)
from cop.discussions.service import deletions, edits
from cop.discussions.service.posts import write_post as write
from cop.discussions.service.repeats import write_post_once
from cop.files.attaching import Attachment
from cop.files.queries import list_files
from cop.people.queries import names_of
from cop.people.schemas import author_json
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


@bp.route("/posts/<int:post_id>", methods=["PATCH"])
@bp.doc(summary=_l("Change a post"), security=[{"key": []}])
@bp.arguments(PostChangeSchema)
@bp.response(200, PostSchema)
def change_post(given: dict[str, Any], post_id: int) -> dict[str, Any]:
    post = post_queries.get_post(me(), post_id)
    edits.edit_post(me(), post, source=given["source"], language=given["language"],
                    seen=given["version"])
    return _as_json(post)


@bp.route("/posts/<int:post_id>", methods=["DELETE"])
@bp.doc(summary=_l("Delete a post; for 24 hours it can be brought back"), security=[{"key": []}])
@bp.response(200, PostSchema)
def delete_post(post_id: int) -> dict[str, Any]:
    post = post_queries.get_post(me(), post_id)
    deletions.delete_post(me(), post)
    return _as_json(post)


@bp.route("/posts/<int:post_id>/undo-delete", methods=["POST"])
@bp.doc(summary=_l("Bring a deleted post back"), security=[{"key": []}])
@bp.response(200, PostSchema)
def undo_delete(post_id: int) -> dict[str, Any]:
    post = post_queries.get_post(me(), post_id)
    deletions.undo_delete(me(), post)
    return _as_json(post)


@bp.route("/posts/<int:post_id>/versions")
@bp.doc(summary=_l("What a post said before and says now, the first version first"))
@bp.response(200, VersionSchema(many=True))
def list_versions(post_id: int) -> list[dict[str, Any]]:
    versions = revision_queries.list_versions(me(), post_queries.get_post(me(), post_id))
    names = names_of(me(), (version.written_by.id for version in versions))
    return [{"number": v.number, "title": v.title, "source": v.source, "language": v.language,
             "author": author_json(v.written_by.id, names), "written_at": v.written_at,
             "is_removed": v.is_removed} for v in versions]


def _as_json(post: Post) -> dict[str, Any]:
    return post_json(post, names_of(me(), [post.author_id]))


def _answered(topic: Topic, post_id: int | None) -> Post | None:
    post = post_queries.find_post_of(me(), topic, post_id)
    if post_id is not None and post is None:
        raise Invalid({"parent_id": _("There is no such post in this topic.")})
    return post
