"""Digests as JSON, for whoever may open the desk."""
from typing import Any

from flask_babel import lazy_gettext as _l

from cop.base.verdict import require
from cop.digests import policy
from cop.digests.queries import contents
from cop.digests.queries import digests as queries
from cop.digests.schemas import (
    DigestsSchema,
    DigestsWantedSchema,
    WholeDigestSchema,
    digest_json,
    whole_digest_json,
)
from cop.web.api import Blueprint
from cop.web.session import me

bp = Blueprint("digests", __name__, description=_l("Digests"))


@bp.route("/digests")
@bp.doc(summary=_l("The digests of one's regions, the last made first"))
@bp.needs_key
@bp.arguments(DigestsWantedSchema, location="query")
@bp.response(200, DigestsSchema)
def list_digests(wanted: dict[str, str]) -> dict[str, Any]:
    require(policy.may_open_desk(me()))
    page = queries.list_digests(me(), **wanted)
    return {"items": [digest_json(digest) for digest in page], "next": page.next or None}


@bp.route("/digests/<int:digest_id>")
@bp.doc(summary=_l("A digest with its numbers and everything it shows"))
@bp.needs_key
@bp.response(200, WholeDigestSchema)
def get_digest(digest_id: int) -> dict[str, Any]:
    digest = queries.get_digest(me(), digest_id)
    return whole_digest_json(digest, contents.gather(digest))
