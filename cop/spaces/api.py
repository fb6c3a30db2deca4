"""Spaces as JSON."""
from typing import Any

from flask_babel import lazy_gettext as _l

from cop.base.paging import Page
from cop.spaces import queries
from cop.spaces.schemas import SpacesSchema, SpacesWantedSchema, space_json
from cop.web.api import Blueprint
from cop.web.session import me

bp = Blueprint("spaces", __name__, description=_l("Spaces"))


@bp.route("/spaces")
@bp.doc(summary=_l("The spaces in use, or the courses that are over"))
@bp.arguments(SpacesWantedSchema, location="query")
@bp.response(200, SpacesSchema)
def list_spaces(wanted: dict[str, str]) -> dict[str, Any]:
    page = Page(queries.list_spaces(me()))
    if wanted.get("ended"):
        page = queries.list_ended(me(), wanted.get("after", ""))
    return {"items": [space_json(space) for space in page], "next": page.next or None}
