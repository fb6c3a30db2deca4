"""URLs of the way from a draft to an issue that is sent."""
from typing import Any

from flask import flash, redirect
from flask import url_for as url
from flask_babel import lazy_gettext as _l

from cop.digests.queries import digests as queries
from cop.digests.routes.desk import bp
from cop.digests.service import issuing
from cop.web.rendering import site
from cop.web.session import me, signed_in

DEEDS = {
    "submit": lambda digest: issuing.submit_digest(me(), digest),
    "approve": lambda digest: issuing.approve_digest(me(), digest, site()),
    "return": lambda digest: issuing.return_digest(me(), digest),
    "freeze": lambda digest: issuing.freeze_issue(me(), digest),
    "send": lambda digest: issuing.send_issue(me(), digest),
}
DONE = {
    "submit": _l("It waits for approval now."),
    "approve": _l("It is approved: now it can be frozen."),
    "return": _l("It is a draft again."),
    "freeze": _l("It is an issue now: number, address and contents stay."),
    "send": _l("The issue is on its way."),
}


@bp.post("/digests/<int:digest_id>/<any(submit, approve, return, freeze, send):deed>")
@signed_in
def do(digest_id: int, deed: str) -> Any:
    digest = queries.get_digest(me(), digest_id, to_change=True)
    DEEDS[deed](digest)
    flash(str(DONE[deed]))
    return redirect(url(".show_digest", digest_id=digest.id))
