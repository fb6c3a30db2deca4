"""Cases as JSON: the library, and each case as readers see it."""
from typing import Any

from flask_babel import lazy_gettext as _l

from cop.cases.queries import cases as queries
from cop.cases.queries import library as library_queries
from cop.cases.queries.translations import read_case
from cop.cases.schemas import (
    CasesSchema,
    CasesWantedSchema,
    CaseWantedSchema,
    NewTranslationSchema,
    WholeCaseSchema,
    WroteTranslationSchema,
    case_json,
    whole_case_json,
)
from cop.cases.service import translating
from cop.cases.shown import readable
from cop.people.queries import names_of
from cop.web.api import Blueprint
from cop.web.session import me

bp = Blueprint("cases", __name__, description=_l("Cases"))


@bp.route("/cases")
@bp.doc(summary=_l("The library, the last published first"))
@bp.arguments(CasesWantedSchema, location="query")
@bp.response(200, CasesSchema)
def list_cases(wanted: dict[str, Any]) -> dict[str, Any]:
    after = wanted.pop("after", "")
    page = library_queries.list_cases(
        me(), {name: [code] for name, code in wanted.items() if code}, after=after)
    names = names_of(me(), (case.author_id for case in page))
    return {"items": [case_json(case, names) for case in page], "next": page.next or None}


@bp.route("/cases/<int:case_id>")
@bp.doc(summary=_l("A case with everything it says"))
@bp.arguments(CaseWantedSchema, location="query")
@bp.response(200, WholeCaseSchema)
def get_case(wanted: dict[str, Any], case_id: int) -> dict[str, Any]:
    case = queries.get_case(me(), case_id)
    reading = read_case(me(), case, language=wanted.get("in_") or "")
    return whole_case_json(case, reading, readable(me(), reading),
                           names_of(me(), [case.author_id]))


@bp.route("/cases/<int:case_id>/translations", methods=["POST"])
@bp.doc(summary=_l("Translate a case"))
@bp.needs_key
@bp.arguments(NewTranslationSchema)
@bp.response(201, WroteTranslationSchema)
def translate_case(given: dict[str, Any], case_id: int) -> dict[str, Any]:
    case = queries.get_case(me(), case_id)
    translation = translating.begin_translation(me(), case, given["language"])
    translating.save_translation(me(), translation, given["fields_"])
    translating.propose_translation(me(), translation)
    return {name: getattr(translation, name) for name in ("id", "language", "state")}
