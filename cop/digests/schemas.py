"""Digests in the API: what they and their contents look like as JSON."""
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields

from cop.cases.schemas import CaseInBriefSchema, case_in_brief_json
from cop.digests.document import answer_in_brief
from cop.digests.models import Digest
from cop.digests.queries.contents import FEWEST_PEOPLE, Contents, Number, Solved
from cop.discussions.models.topics import Topic
from cop.web.api import Moment, Schema, Text, address_of


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


class QuestionSchema(Schema):
    """A question that was asked."""

    id = fields.Int()
    url = fields.Url()
    title = fields.Str()
    language = fields.Str()
    regions = fields.List(fields.Str())
    created_at = Moment()


class AnswerSchema(Schema):
    """The beginning of the answer that was accepted."""

    id = fields.Int()
    url = fields.Url()
    language = fields.Str()
    excerpt = fields.Str()


class SolvedSchema(QuestionSchema):
    """A question that was solved."""

    solved_at = Moment()
    answer = fields.Nested(AnswerSchema)


class WholeDigestSchema(DigestSchema):
    """A digest with everything it shows, as its audience may see it now."""

    themes = fields.List(fields.Str())
    numbers = fields.List(fields.Nested(NumberSchema))
    cases = fields.List(fields.Nested(CaseInBriefSchema))
    cases_elsewhere = fields.List(fields.Nested(CaseInBriefSchema))
    solved = fields.List(fields.Nested(SolvedSchema))
    open_questions = fields.List(fields.Nested(QuestionSchema))


def digest_json(digest: Digest) -> dict[str, Any]:
    columns = ("id", "first_day", "last_day", "language", "audience", "created_at")
    return {name: getattr(digest, name) for name in columns} | {
        "url": address_of("digests.show_digest", digest_id=digest.id),
        "regions": sorted(digest.regions)}


def whole_digest_json(digest: Digest, contents: Contents) -> dict[str, Any]:
    return digest_json(digest) | {
        "themes": contents.themes,
        "numbers": [_number(number) for number in contents.numbers],
        "cases": [case_in_brief_json(case) for case in contents.cases],
        "cases_elsewhere": [case_in_brief_json(case) for case in contents.cases_elsewhere],
        "solved": [_solved(each) for each in contents.solved],
        "open_questions": [_question(topic) for topic in contents.open_questions],
    }


def _number(number: Number) -> dict[str, Any]:
    """As the page: no number of people that could be somebody, nor a difference that tells it."""
    few_before = number.name == "people" and number.before < FEWEST_PEOPLE
    return {"name": number.name, "value": None if number.hidden else number.value,
            "before": None if number.hidden or few_before else number.before}


def _question(topic: Topic) -> dict[str, Any]:
    return {
        "id": topic.id, "title": topic.title, "language": topic.language,
        "url": address_of("discussions.show_topic", topic_id=topic.id, slug=topic.slug),
        "regions": sorted(topic.regions), "created_at": topic.created_at,
    }


def _solved(solved: Solved) -> dict[str, Any]:
    answer = solved.answer
    return _question(solved.topic) | {"solved_at": solved.topic.solved_at, "answer": {
        "id": answer.id, "url": address_of("discussions.show_post", post_id=answer.id),
        "language": answer.language, "excerpt": answer_in_brief(solved),
    }}
