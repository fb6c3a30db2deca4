"""Cases in the API: what is asked, and what a case looks like as JSON."""
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields

from cop.cases.models.cases import Case
from cop.cases.models.translations import CaseTranslation
from cop.cases.reading import Reading, out_of_date
from cop.people.schemas import AuthorSchema, author_json
from cop.vocabulary.lists import EVIDENCE_LEVELS, OUTCOMES
from cop.vocabulary.schemas import Language, Region, Theme
from cop.web.api import Choice, Moment, Schema, Text, address_of


class CasesWantedSchema(Schema):
    """Which cases are wanted."""

    region = Region()
    theme = Theme()
    lang = Language()
    outcome = Choice(term.code for term in OUTCOMES)
    evidence = Choice((term.code for term in EVIDENCE_LEVELS), metadata={
        "description": _l("This level of evidence or a stronger one")})
    after = Text(metadata={"description": _l("The “next” of the page before")})


class CaseInBriefSchema(Schema):
    """A practice somebody wrote down, in brief."""

    id = fields.Int()
    url = fields.Url()
    title = fields.Str()
    summary = fields.Str()
    language = fields.Str()
    country = fields.Str()
    regions = fields.List(fields.Str())
    organisation = fields.Str(allow_none=True)
    status = fields.Str()
    evidence_level = fields.Str()
    outcome_type = fields.Str()
    published_at = Moment(allow_none=True)
    updated_at = Moment()


class CaseSchema(CaseInBriefSchema):
    """A case as the library shows it."""

    themes = fields.List(fields.Str())
    author = fields.Nested(AuthorSchema, allow_none=True, metadata={"description": _l(
        "Empty where the author is shown as their organisation only")})
    members_only = fields.Bool()


class CaseWantedSchema(Schema):
    """In which language a case is wanted: where it is not translated, it is as it was written."""

    in_ = Language(data_key="in")


class TranslationSchema(Schema):
    """A translation that readers are offered."""

    language = fields.Str()
    url = fields.Url()
    machine = fields.Str(metadata={"description": _l(
        "The machine that translated it; empty where a person did")})
    out_of_date = fields.List(fields.Str(), metadata={"description": _l(
        "Fields whose original says something else by now")})
    updated_at = Moment()


class NewTranslationSchema(Schema):
    """A translation of a case, whole or in part."""

    language = Language(required=True)
    fields_ = fields.Dict(fields.Str(), fields.Str(), required=True, data_key="fields", metadata={
        "description": _l("Texts by field of the template; title and summary are needed")})


class WroteTranslationSchema(Schema):
    """What became of it."""

    id = fields.Int()
    language = fields.Str()
    state = fields.Str(metadata={"description": _l(
        "“accepted” where readers are offered it at once, else “proposed”")})


class WholeCaseSchema(CaseSchema):
    """A case with everything it says."""

    template_version = fields.Str()
    fields_ = fields.Dict(fields.Str(), fields.Raw(), data_key="fields", metadata={
        "description": _l(
            "What it says, by field of the template: a text, a list of codes, a record or a list "
            "of records. The contact only where the reader may know it")})
    html = fields.Dict(fields.Str(), fields.Str(), metadata={
        "description": _l("Its longer texts as safe HTML, by field")})
    read_in = fields.Str(metadata={"description": _l(
        "The language this answer is in; what is not translated is in the original's")})
    translations = fields.List(fields.Nested(TranslationSchema))


class CasesSchema(Schema):
    """A page of cases, the last published first."""

    items = fields.List(fields.Nested(CaseSchema))
    next = fields.Str(allow_none=True)


def case_in_brief_json(case: Case) -> dict[str, Any]:
    columns = ("id", "title", "summary", "language", "country", "status", "evidence_level",
               "outcome_type", "published_at", "updated_at")
    return {name: getattr(case, name) for name in columns} | {
        "url": address_of("cases.show_case", case_id=case.id, slug=case.slug),
        "regions": sorted(case.regions),
        "organisation": case.organisation.name if case.organisation else None,
    }


def case_json(case: Case, names: Mapping[int, str]) -> dict[str, Any]:
    return case_in_brief_json(case) | {
        "themes": sorted(case.themes), "members_only": case.members_only,
        "author": None if case.organisation_only else author_json(case.author_id, names),
    }


def whole_case_json(case: Case, reading: Reading, values: Mapping[str, Any],
                    names: Mapping[int, str]) -> dict[str, Any]:
    """`values`: what the reader may know of it."""
    return case_json(case, names) | {
        "template_version": reading.template_version, "fields_": values,
        "html": reading.html, "read_in": reading.language,
        "translations": [_translation_json(case, reading, each) for each in reading.offered],
    }


def _translation_json(case: Case, reading: Reading,
                      translation: CaseTranslation) -> dict[str, Any]:
    return {
        "language": translation.language, "machine": translation.machine,
        "updated_at": translation.decided_at,
        "out_of_date": [field.name for field in out_of_date(translation, reading.revision)],
        "url": address_of("cases.show_case", case_id=case.id, slug=case.slug,
                          **{"in": translation.language}),
    }
