"""Digests in the API: what they and their contents look like as JSON."""
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields

from cop.digests import words
from cop.digests.contents import PARTS, Contents, Item, Number
from cop.digests.models import Digest
from cop.web.api import Moment, Schema, Text, address_of
from cop.web.links import public_url


class DigestsWantedSchema(Schema):
    """Which digests are wanted."""

    after = Text(metadata={"description": _l("The “next” of the page before")})


class DigestSchema(Schema):
    """A digest: where, when, for whom."""

    id = fields.Int()
    url = fields.Url()
    regions = fields.List(fields.Str())
    first_day = fields.Date()
    last_day = fields.Date()
    language = fields.Str()
    audience = fields.Str()
    state = fields.Str(metadata={"description": _l("draft, submitted, approved, frozen or sent")})
    number = fields.Int(allow_none=True, metadata={"description": _l("Of an issue")})
    created_at = Moment()


class DigestsSchema(Schema):
    """A page of digests, the last made first."""

    items = fields.List(fields.Nested(DigestSchema))
    next = fields.Str(allow_none=True)


class NumberSchema(Schema):
    """A figure of the period and of the one before."""

    name = fields.Str()
    value = fields.Int(allow_none=True, metadata={"description": _l(
        "Empty where it would tell of too few people")})
    before = fields.Int(allow_none=True)
    definition = fields.Str(metadata={"description": _l("What it counts")})


class ItemSchema(Schema):
    """A case, a question or an event that a digest shows."""

    kind = fields.Str()
    id = fields.Int()
    url = fields.Url()
    title = fields.Str()
    language = fields.Str()
    regions = fields.List(fields.Str())
    moment = Moment(metadata={"description": _l(
        "When it was published, solved or asked, or begins")})
    excerpt = fields.Str()
    excerpt_language = fields.Str()
    why = fields.List(fields.Str(), metadata={"description": _l("The reasons it was chosen for")})
    note = fields.Str()


class WholeDigestSchema(DigestSchema):
    """A digest with everything it shows, as its audience may see it now."""

    themes = fields.List(fields.Str())
    foreword = fields.Str()
    numbers = fields.List(fields.Nested(NumberSchema))
    cases = fields.List(fields.Nested(ItemSchema))
    cases_elsewhere = fields.List(fields.Nested(ItemSchema))
    solved = fields.List(fields.Nested(ItemSchema))
    open_questions = fields.List(fields.Nested(ItemSchema))
    discussions = fields.List(fields.Nested(ItemSchema))
    dates = fields.List(fields.Nested(ItemSchema))


def digest_json(digest: Digest) -> dict[str, Any]:
    columns = ("id", "first_day", "last_day", "language", "audience", "state", "number",
               "created_at")
    return {name: getattr(digest, name) for name in columns} | {
        "url": address_of("digests.show_digest", digest_id=digest.id),
        "regions": sorted(digest.regions)}


def whole_digest_json(digest: Digest, contents: Contents) -> dict[str, Any]:
    return digest_json(digest) | {
        "themes": contents.themes, "foreword": contents.foreword,
        "numbers": [_number(number) for number in contents.numbers],
    } | {part: [_item(item) for item in contents.part(part)] for part in PARTS}


def _number(number: Number) -> dict[str, Any]:
    """As the page: no number of people that could be somebody, nor a difference that tells it."""
    return {"name": number.name, "value": None if number.hidden else number.value,
            "before": None if number.hidden or number.hidden_before else number.before,
            "definition": words.definition_of(number)}


def _item(item: Item) -> dict[str, Any]:
    columns = ("kind", "id", "title", "language", "regions", "moment", "why", "note")
    return {name: getattr(item, name) for name in columns} | {
        "url": public_url(item.path), "excerpt": item.text,
        "excerpt_language": item.text_language or item.language}
