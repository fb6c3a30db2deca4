"""Topics and posts in the API: what is asked and given, and what they look like as JSON."""
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields
from marshmallow.validate import Length, Range

from cop.discussions.models.topics import KINDS, Post, Topic
from cop.files.schemas import AttachmentSchema, attachment_json, attachments_given
from cop.people.schemas import AuthorSchema, author_json
from cop.spaces.schemas import SpaceNameSchema, space_name_json
from cop.vocabulary.schemas import Language, Region, Theme
from cop.web.addresses import LARGEST_ID
from cop.web.api import Choice, Moment, Number, Schema, Text, address_of

LONGEST_KEY = 200


class TopicsWantedSchema(Schema):
    """Which topics are wanted."""

    space = Text(metadata={"description": _l("The slug of a space")})
    kind = Choice(KINDS)
    region = Region()
    theme = Theme()
    after = Text(metadata={"description": _l("The “next” of the page before")})


class PostsWantedSchema(Schema):
    """Which posts are wanted."""

    after = Number(load_default=0, validate=Range(0, LARGEST_ID), metadata={
        "description": _l("The “next” of the page before")})


class PostGivenSchema(Schema):
    """A post to be written."""

    source = Text(required=True, metadata={"description": _l(
        "The text in Markdown, at most 64,000 characters")})
    language = Language(load_default="")
    parent_id = Number(load_default=None, allow_none=True, metadata={"description": _l(
        "The post this answers; without it, the topic")})
    files = attachments_given()


class PostChangeSchema(Schema):
    """What a post shall say from now on."""

    source = Text(required=True, metadata={"description": _l(
        "The text in Markdown, at most 64,000 characters")})
    language = Language(load_default="")
    version = Number(load_default=None, allow_none=True, validate=Range(0, LARGEST_ID), metadata={
        "description": _l("The “version” that was read: if the post changed since, 409")})


class VersionSchema(Schema):
    """What a post says or said."""

    number = fields.Int()
    title = fields.Str()
    source = fields.Str()
    language = fields.Str()
    author = fields.Nested(AuthorSchema)
    written_at = Moment()
    is_removed = fields.Bool()


class OnceSchema(Schema):
    """What makes a second try harmless."""

    key = Text(data_key="Idempotency-Key", validate=Length(1, LONGEST_KEY), metadata={
        "description": _l("Made up by the caller for each post: the same key of the same person "
                          "answers with the post it wrote the first time")})


class TopicSchema(Schema):
    """A question or a thought that opened a conversation."""

    id = fields.Int()
    url = fields.Url()
    kind = fields.Str()
    title = fields.Str()
    language = fields.Str()
    space = fields.Nested(SpaceNameSchema)
    author = fields.Nested(AuthorSchema)
    regions = fields.List(fields.Str())
    themes = fields.List(fields.Str())
    reply_count = fields.Int()
    is_locked = fields.Bool()
    accepted_post_id = fields.Int(allow_none=True, metadata={"description": _l(
        "The answer that solved the question")})
    created_at = Moment()
    last_post_at = Moment()


class PostSchema(Schema):
    """A contribution in a topic. Number 1 is the one that opened it."""

    id = fields.Int()
    url = fields.Url()
    topic_id = fields.Int()
    parent_id = fields.Int(allow_none=True, metadata={"description": _l("The post this answers")})
    number = fields.Int()
    depth = fields.Int()
    author = fields.Nested(AuthorSchema)
    language = fields.Str()
    source = fields.Str(metadata={"description": _l("The text in Markdown")})
    html = fields.Str(metadata={"description": _l("The text as safe HTML")})
    whole_text_url = fields.Url(allow_none=True, metadata={"description": _l(
        "Where all of an imported text lies of which only the beginning is here")})
    files = fields.List(fields.Nested(AttachmentSchema))
    licence = fields.Str(metadata={"description": _l(
        "Under which it may be reused if its space is public: an SPDX identifier, or none")})
    is_deleted = fields.Bool()
    is_waiting = fields.Bool(metadata={"description": _l(
        "It is shown to others once a moderator has seen it")})
    is_wiki = fields.Bool()
    version = fields.Int(metadata={"description": _l("Counts every change")})
    created_at = Moment()
    edited_at = Moment(allow_none=True)


class TopicWithOpeningSchema(TopicSchema):
    """A topic with the post that opened it."""

    opening = fields.Nested(PostSchema)


class TopicsSchema(Schema):
    """A page of topics, those last written in first."""

    items = fields.List(fields.Nested(TopicSchema))
    next = fields.Str(allow_none=True)


class PostsSchema(Schema):
    """A page of posts in the order of time."""

    items = fields.List(fields.Nested(PostSchema))
    next = fields.Int(allow_none=True)


def topic_json(topic: Topic, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "id": topic.id, "kind": topic.kind, "title": topic.title, "language": topic.language,
        "url": address_of("discussions.show_topic", topic_id=topic.id, slug=topic.slug),
        "space": space_name_json(topic.space), "author": author_json(topic.author_id, names),
        "regions": sorted(topic.regions), "themes": sorted(topic.themes),
        "reply_count": topic.reply_count, "is_locked": topic.locked_at is not None,
        "accepted_post_id": topic.accepted_post_id,
        "created_at": topic.created_at, "last_post_at": topic.last_post_at,
    }


def post_json(post: Post, names: Mapping[int, str]) -> dict[str, Any]:
    whole = post.whole_text
    return {
        "id": post.id, "url": address_of("discussions.show_post", post_id=post.id),
        "topic_id": post.topic_id, "parent_id": post.parent_id, "number": post.number,
        "depth": post.depth, "author": author_json(post.author_id, names),
        "language": post.language, "source": post.source, "html": post.html,
        "whole_text_url": whole and address_of(
            "files.download", file_id=whole.id, name=whole.name),
        "files": [] if post.deleted_at else [
            attachment_json(each.file, each.alt) for each in post.attachments],
        "licence": post.licence,
        "is_deleted": post.deleted_at is not None and post.withheld != "waits",
        "is_waiting": post.withheld == "waits", "is_wiki": post.is_wiki,
        "version": post.version,
        "created_at": post.created_at, "edited_at": post.edited_at,
    }
