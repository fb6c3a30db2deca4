"""URLs of the way from a draft to an issue. To whom it is sent: `notifications/`."""
from typing import Any

from flask import flash, redirect, request
from flask import url_for as url
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cop.base.errors import NotFound
from cop.digests.queries import digests as queries
from cop.digests.routes.desk import bp
from cop.digests.service import issuing, making
from cop.web.rendering import site, whole_languages
from cop.web.session import me, signed_in

DEEDS = {
    "submit": lambda digest: issuing.submit_digest(me(), digest),
    "approve": lambda digest: issuing.approve_digest(me(), digest, site()),
    "return": lambda digest: issuing.return_digest(me(), digest, request.form.get("words", "")),
    "freeze": lambda digest: issuing.freeze_issue(me(), digest),
}
DONE = {
    "submit": _l("It waits for approval now."),
    "approve": _l("It is approved: now it can be frozen."),
    "return": _l("It is a draft again."),
    "freeze": _l("It is an issue now: number, address and contents stay."),
}


@bp.post("/digests/<int:digest_id>/languages/<language>")
@signed_in
def make_in_language(digest_id: int, language: str) -> Any:
    digest = queries.get_digest(me(), digest_id)
    if language not in dict(whole_languages()):
        raise NotFound
    copy = making.make_in_language(me(), digest, language)
    flash(_("The same in %(language)s. Its foreword and notes are still to be translated.",
            language=dict(whole_languages())[language]))
    return redirect(url(".edit_digest", digest_id=copy.id))


@bp.post("/digests/<int:digest_id>/<any(submit, approve, return, freeze):deed>")
@signed_in
def do(digest_id: int, deed: str) -> Any:
    digest = queries.get_digest(me(), digest_id, to_change=True)
    DEEDS[deed](digest)
    flash(str(DONE[deed]))
    if deed == "return":  # a curator does not see it any more
        return redirect(url(".desk"))
    return redirect(url(".show_digest", digest_id=digest.id))
