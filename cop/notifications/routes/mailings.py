"""URLs of sending an issue of a digest: who gets it and when, a trial, what became of it."""
from dataclasses import asdict
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from cop.base.errors import Invalid
from cop.base.verdict import require
from cop.digests import policy
from cop.digests.models import Digest
from cop.digests.queries.digests import get_digest
from cop.digests.service import planning
from cop.digests.words import planned_for
from cop.notifications.forms import MailingForm, PlanForm
from cop.notifications.models import Mailing
from cop.notifications.queries import mailings as queries
from cop.notifications.routes.inbox import bp
from cop.notifications.service import mailings as service
from cop.notifications.service.wishes import stop_address
from cop.spaces.queries import list_spaces
from cop.web.session import me, signed_in


@bp.get("/digests/<int:digest_id>/receivers")
@signed_in
def show_receivers(digest_id: int) -> Any:
    digest = get_digest(me(), digest_id)
    require(policy.may_make_digest(me(), digest.regions, digest.space))
    form = MailingForm.about(queries.find_mailing(digest.id, digest.regions),
                             given=request.args or None, spaces=list_spaces(me()))
    return _page(digest, form, 200 if not request.args or form.validate() else 422)


@bp.post("/digests/<int:digest_id>/receivers")
@signed_in
def send_to_receivers(digest_id: int) -> Any:
    digest = get_digest(me(), digest_id, to_change=True)
    form = MailingForm(spaces=list_spaces(me()))
    if not form.validate_on_submit():
        return _page(digest, form, 422)
    service.send_to(me(), digest, form.segment)
    flash(_("The issue is on its way."))
    return redirect(url_for(".show_receivers", digest_id=digest.id))


@bp.post("/digests/<int:digest_id>/plan")
@signed_in
def plan_for_receivers(digest_id: int) -> Any:
    """Also to another hour, or to others."""
    digest = get_digest(me(), digest_id, to_change=True)
    form, plan = MailingForm(spaces=list_spaces(me())), PlanForm()
    if not (form.validate_on_submit() and plan.validate() and _plan(digest, form, plan)):
        return _page(digest, form, 422, plan)
    flash(planned_for(digest))
    return redirect(url_for(".show_receivers", digest_id=digest.id))


@bp.post("/digests/<int:digest_id>/call-off")
@signed_in
def call_off(digest_id: int) -> Any:
    digest = get_digest(me(), digest_id, to_change=True)
    planning.call_off(me(), digest)
    flash(_("It is called off: nothing is sent."))
    return redirect(url_for(".show_receivers", digest_id=digest.id))


@bp.post("/digests/<int:digest_id>/trial")
@signed_in
def send_trial(digest_id: int) -> Any:
    digest = get_digest(me(), digest_id)
    service.send_to_oneself(me(), digest, stop=stop_address(me(), "issues"))
    flash(_("It is sent to %(email)s, and to nobody else.", email=me().email))
    return redirect(url_for(".show_receivers", digest_id=digest.id))


def link_on_digest(digest: Digest) -> Markup | str:
    """Fills the slot among the steps of a digest."""
    if not digest.is_issue:
        return ""
    return Markup(render_template("notifications/_receivers.html", digest=digest))


def _plan(digest: Digest, form: MailingForm, plan: PlanForm) -> bool:
    """What cannot be planned is said at its field."""
    try:
        service.plan_for(me(), digest, form.segment, plan.moment(digest.zone))
    except Invalid as refusal:
        plan.day.errors = [str(refusal)]
        return False
    return True


def _page(digest: Digest, form: MailingForm, status: int,
          plan: PlanForm | None = None) -> tuple[str, int]:
    mailing = (queries.find_mailing(digest.id) if digest.sent_at
               else Mailing(digest_id=digest.id, **asdict(form.segment)))
    page = queries.page_of_receivers(mailing, request.args.get("after", ""))
    return render_template(
        "notifications/receivers.html", digest=digest, form=form, page=page,
        plan=plan or PlanForm.about(digest), planned_for=planned_for,
        counts=queries.count_receivers(mailing), letters=queries.count_letters(digest.id),
        may_send=policy.may_send(me(), digest), asked=request.args.to_dict(flat=False)), status
