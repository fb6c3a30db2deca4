"""URLs of sending an issue of a digest: who gets it, a trial, and what became of it."""
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from cop.base.verdict import require
from cop.digests import policy
from cop.digests.models import Digest
from cop.digests.queries.digests import get_digest
from cop.notifications.forms import MailingForm
from cop.notifications.models import Mailing
from cop.notifications.queries import mailings as queries
from cop.notifications.routes.inbox import bp
from cop.notifications.service import mailings as service
from cop.notifications.service.wishes import rhythm_of
from cop.spaces.queries import list_spaces
from cop.web.links import public_url
from cop.web.session import me, signed_in


@bp.get("/digests/<int:digest_id>/receivers")
@signed_in
def show_receivers(digest_id: int) -> Any:
    digest = get_digest(me(), digest_id)
    require(policy.may_make_digest(me(), digest.regions, digest.space))
    form = MailingForm(request.args or None, spaces=list_spaces(me()), meta={"csrf": False},
                       regions=digest.regions)
    return _page(digest, form, 200 if not request.args or form.validate() else 422)


@bp.post("/digests/<int:digest_id>/receivers")
@signed_in
def send_to_receivers(digest_id: int) -> Any:
    digest = get_digest(me(), digest_id, to_change=True)
    form = MailingForm(spaces=list_spaces(me()))
    if not form.validate_on_submit():
        return _page(digest, form, 422)
    service.send_to(me(), digest, **form.segment)
    flash(_("The issue is on its way."))
    return redirect(url_for(".show_receivers", digest_id=digest.id))


@bp.post("/digests/<int:digest_id>/trial")
@signed_in
def send_trial(digest_id: int) -> Any:
    digest = get_digest(me(), digest_id)
    stop = public_url(f"/notices/stop/{rhythm_of(me()).stop_key}/issues")
    service.send_to_oneself(me(), digest, stop=stop)
    flash(_("It is sent to %(email)s, and to nobody else.", email=me().email))
    return redirect(url_for(".show_receivers", digest_id=digest.id))


def link_on_digest(digest: Digest) -> Markup | str:
    """Fills the slot among the steps of a digest."""
    if not digest.is_issue:
        return ""
    return Markup(render_template("notifications/_receivers.html", digest=digest))


def _page(digest: Digest, form: MailingForm, status: int) -> tuple[str, int]:
    mailing = (queries.find_mailing(digest.id) if digest.sent_at
               else Mailing(digest_id=digest.id, **form.segment))
    page = queries.page_of_receivers(mailing, request.args.get("after", ""))
    return render_template(
        "notifications/receivers.html", digest=digest, form=form, page=page,
        counts=queries.count_receivers(mailing), letters=queries.count_letters(digest.id),
        may_send=policy.may_send(me(), digest), asked=request.args.to_dict(flat=False)), status
