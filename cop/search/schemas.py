"""The search box in the API: what is asked, and what is found as JSON."""
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields
from marshmallow.validate import Length, Range, Regexp

from cop.base.text import plain
from cop.search.engines.protocol import Hit
from cop.search.forms import LAST_PAGE, LONGEST, SORTS
from cop.search.queries.index import KINDS
from cop.vocabulary.lists import EVIDENCE_LEVELS
from cop.vocabulary.schemas import Language, Region, Theme
from cop.web.api import Choice, Moment, Number, Schema, Text, address_of

#: kind → the page of a thing, and the name of its id in the address
PAGES = {
    "topic": ("discussions.show_topic", "topic_id"),
    "event": ("discussions.show_topic", "topic_id"), "post": ("discussions.show_post", "post_id"),
    "case": ("cases.show_case", "case_id"), "person": ("people.profile", "person_id"),
}


class SearchWantedSchema(Schema):
    """What is looked for."""

    q = Text(validate=Length(max=LONGEST), load_default="", metadata={"description": _l(
        "In the language of the search box, as the help explains it")})
    kind = Choice(KINDS)
    language = Language(data_key="lang")
    region = Region()
    theme = Theme()
    space = Text(metadata={"description": _l("The slug of a space")})
    evidence = Choice([level.code for level in EVIDENCE_LEVELS], metadata={"description": _l(
        "This level of evidence or a higher one")})
    year = Text(validate=Regexp(r"\d{4}"))
    from_ = Text(data_key="from", metadata={"description": _l("The first day, month or year")})
    to = Text(metadata={"description": _l("The last day, month or year")})
    sort = Choice([word for word in SORTS.values() if word], metadata={"description": _l(
        "The newest or the most helpful first, instead of the most fitting")})
    expand = fields.Bool(load_default=True, metadata={"description": _l(
        "Look for the other terms of the thesaurus too, in every language")})
    page = Number(load_default=1, validate=Range(1, LAST_PAGE))


class HitSchema(Schema):
    """Something found."""

    kind = fields.Str()
    id = fields.Int()
    url = fields.Url()
    language = fields.Str()
    title = fields.Str()
    snippet = fields.Str(metadata={"description": _l(
        "Safe HTML; what fits the words is in <mark>")})
    at = Moment()


class FoundSchema(Schema):
    """A page of what was found."""

    items = fields.List(fields.Nested(HitSchema))
    total = fields.Int()
    also = fields.List(fields.Str(), metadata={"description": _l(
        "Other terms that were looked for")})
    corrected_to = fields.Str(metadata={"description": _l(
        "The words as they may have been meant, where those given found nothing")})
    notes = fields.List(fields.Str(), metadata={"description": _l(
        "How the words were read, where that was not as they were written")})
    facets = fields.Dict(fields.Str(), fields.Dict(fields.Str(), fields.Int()), metadata={
        "description": _l("How many there are, by filter and value")})
    next_page = fields.Int(allow_none=True)


def hit_json(hit: Hit) -> dict[str, Any]:
    return {"kind": hit.kind, "id": hit.id, "url": _address(hit), "language": hit.language,
            "title": plain(hit.title), "snippet": hit.snippet, "at": hit.at}


def _address(hit: Hit) -> str:
    if hit.kind == "space":
        return address_of("spaces.show_space", slug=hit.shown["slug"])
    endpoint, name = PAGES[hit.kind]
    slug = {"slug": hit.shown["slug"]} if hit.kind in ("topic", "event", "case") else {}
    if "in" in hit.shown:
        slug["in"] = hit.shown["in"]
    return address_of(endpoint, **{name: hit.id}, **slug)
