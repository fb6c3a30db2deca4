"""Spaces as JSON."""
from typing import Any

from flask_babel import lazy_gettext as _l

from cop.spaces import queries
from cop.spaces.schemas import SpacesSchema, space_json
from cop.web.api import Blueprint
from cop.web.session import me

bp = Blueprint("spaces", __name__, description=_l("Spaces"))


@bp.route("/spaces")
@bp.doc(summary=_l("All spaces the reader may see"))
@bp.response(200, SpacesSchema)
def list_spaces() -> dict[str, Any]:
    return {"items": [space_json(space) for space in queries.list_spaces(me())]}
