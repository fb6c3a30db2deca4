"""Spaces in the API: what they look like as JSON."""
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields

from cop.spaces.models import Space
from cop.web.api import Choice, Schema, Text, address_of


class SpacesWantedSchema(Schema):
    """Which spaces are wanted."""

    ended = Choice(["1"], metadata={"description": _l("The courses that are over")})
    after = Text(metadata={"description": _l("The “next” of the page before")})


class SpaceNameSchema(Schema):
    """The space something is in."""

    slug = fields.Str()
    name = fields.Str()
    url = fields.Url()


class SpaceSchema(SpaceNameSchema):
    """A room of the community."""

    id = fields.Int()
    description = fields.Str()
    kind = fields.Str()
    visibility = fields.Str()
    language = fields.Str()
    regions = fields.List(fields.Str())
    themes = fields.List(fields.Str())
    ends_on = fields.Date(allow_none=True, metadata={"description": _l("Last day of a course")})
    topic_count = fields.Int()
    member_count = fields.Int()


class SpacesSchema(Schema):
    """All spaces in use, or a page of the courses that are over."""

    items = fields.List(fields.Nested(SpaceSchema))
    next = fields.Str(allow_none=True)


def space_name_json(space: Space) -> dict[str, Any]:
    return {"slug": space.slug, "name": space.name,
            "url": address_of("spaces.show_space", slug=space.slug)}


def space_json(space: Space) -> dict[str, Any]:
    columns = ("id", "description", "kind", "visibility", "language", "regions", "themes",
               "ends_on", "topic_count", "member_count")
    return space_name_json(space) | {name: getattr(space, name) for name in columns}
