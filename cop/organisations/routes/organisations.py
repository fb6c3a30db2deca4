"""URLs of an organisation and of being confirmed by it. Those of administrators: `desk.py`."""
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _

from cop.base.errors import NotFound
from cop.base.verdict import require
from cop.organisations import policy, queries
from cop.organisations.forms import AskForm, ReasonForm
from cop.organisations.service import confirming
from cop.people.fields import is_done, put_back
from cop.people.models import Organisation
from cop.web.session import kept_text, me, signed_in

bp = Blueprint("organisations", __name__)


@bp.get("/organisations/<int:organisation_id>")
@signed_in
def show(organisation_id: int) -> Any:
    organisation = queries.find_organisation_at(organisation_id)
    if organisation is None:
        raise NotFound
    if organisation.merged_into_id:
        return redirect(url(".show", organisation_id=organisation.merged_into_id), 301)
    return _page(organisation, put_back(AskForm(formdata=None), kept_text()))


@bp.post("/organisations/<int:organisation_id>/confirmation")
@signed_in
def ask(organisation_id: int) -> Any:
    organisation, form = queries.get_organisation(me(), organisation_id), AskForm()
    if organisation.id != me().organisation_id:
        raise NotFound
    if not is_done(form, lambda: confirming.ask(me(), form.words.data)):
        return _page(organisation, form), 422
    flash(_("You have asked to be confirmed. You hear of the answer in your inbox."))
    return redirect(url(".show", organisation_id=organisation.id))


@bp.get("/organisations/requests")
@signed_in
def list_requests() -> Any:
    require(policy.may_confirm_somebody(me()))
    page = queries.list_requests(me(), after=request.args.get("after", ""))
    return render_template("organisations/requests.html", page=page)


@bp.get("/organisations/requests/<int:request_id>")
@signed_in
def show_request(request_id: int) -> Any:
    """Where notices lead: to what waits or, for who asked, to what became of it."""
    asked = queries.find_request(request_id)
    if asked and asked.person_id == me().id:
        return redirect(url(".show", organisation_id=asked.organisation_id))
    if not policy.may_confirm_somebody(me()):
        raise NotFound
    return redirect(url(".list_requests"))


@bp.post("/organisations/requests/<int:request_id>/confirm")
@signed_in
def confirm(request_id: int) -> Any:
    asked = queries.get_request(me(), request_id)
    confirming.confirm(me(), asked)
    flash(_("%(name)s is confirmed.", name=asked.person.name))
    return redirect(url(".list_requests"))


@bp.route("/organisations/requests/<int:request_id>/refuse", methods=["GET", "POST"])
@signed_in
def refuse(request_id: int) -> Any:
    asked, form = queries.get_request(me(), request_id), ReasonForm()
    if not is_done(form, lambda: confirming.refuse(me(), asked, form.reason.data)):
        return _reason_page(form, asked.person, asked.organisation)
    flash(_("%(name)s reads your reason.", name=asked.person.name))
    return redirect(url(".list_requests"))


@bp.route("/organisations/<int:organisation_id>/members/<int:person_id>/withdraw",
          methods=["GET", "POST"])
@signed_in
def withdraw(organisation_id: int, person_id: int) -> Any:
    organisation, form = queries.get_organisation(me(), organisation_id), ReasonForm()
    member = queries.get_member(organisation, person_id)
    require(policy.may_withdraw(me(), member))
    if not is_done(form, lambda: confirming.withdraw(me(), member, form.reason.data)):
        return _reason_page(form, member, organisation)
    flash(_("%(name)s is confirmed no longer.", name=member.name))
    return redirect(url(".show", organisation_id=organisation.id))


def _page(organisation: Organisation, form: AskForm) -> str:
    last = queries.find_last_request(me()) if organisation.id == me().organisation_id else None
    waits = last is not None and last.answered_at is None
    return render_template(
        "organisations/organisation.html", organisation=organisation, form=form, last=last,
        size=queries.measure(me(), organisation), domains=queries.list_domains(organisation),
        members=queries.list_members(me(), organisation, after=request.args.get("after", "")),
        policy=policy, may_ask=policy.may_ask(me(), waits=waits))


def _reason_page(form: ReasonForm, person: Any, organisation: Organisation) -> Any:
    status = 422 if request.method == "POST" else 200
    return render_template("organisations/reason.html", form=form, person=person,
                           organisation=organisation), status
