"""URLs where administrators look after organisations."""
from typing import Any

from flask import flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _

from cop.base.verdict import require
from cop.organisations import queries
from cop.organisations.forms import ContactForm, DomainsForm, FindForm, MergeForm, NameForm
from cop.organisations.routes.organisations import bp
from cop.organisations.service import confirming, naming
from cop.people.fields import is_done, put_back
from cop.people.models import Organisation
from cop.people.policy import may_administer
from cop.people.queries import get_named
from cop.web.session import confirmed, kept_text, me, signed_in


@bp.get("/admin/organisations")
@signed_in
def desk() -> Any:
    require(may_administer(me()))
    return _list_page(NameForm(formdata=None))


@bp.post("/admin/organisations")
@signed_in
def add() -> Any:
    require(may_administer(me()))
    form = NameForm()
    if not is_done(form, lambda: naming.add_organisation(me(), form.name.data)):
        return _list_page(form), 422
    flash(_("The organisation is added."))
    return redirect(url(".desk", q=form.name.data))


@bp.get("/admin/organisations/<int:organisation_id>")
@signed_in
def change(organisation_id: int) -> Any:
    merging = put_back(MergeForm(formdata=None), kept_text())
    return _page(_get(organisation_id), merging=merging)


@bp.post("/admin/organisations/<int:organisation_id>/name")
@signed_in
def rename(organisation_id: int) -> Any:
    organisation, form = _get(organisation_id), NameForm()
    if not is_done(form, lambda: naming.rename_organisation(me(), organisation, form.name.data)):
        return _page(organisation, naming_form=form), 422
    flash(_("The organisation has its new name. The one before still finds it."))
    return redirect(url(".change", organisation_id=organisation_id))


@bp.post("/admin/organisations/<int:organisation_id>/domains")
@signed_in
def store_domains(organisation_id: int) -> Any:
    organisation, form = _get(organisation_id), DomainsForm()
    if not is_done(form, lambda: naming.set_domains(me(), organisation, form.lines)):
        return _page(organisation, domains=form), 422
    flash(_("The domains are stored. Who works there is looked at again in a moment."))
    return redirect(url(".change", organisation_id=organisation_id))


@bp.post("/admin/organisations/<int:organisation_id>/contacts")
@signed_in
def name_contact(organisation_id: int) -> Any:
    organisation, form = _get(organisation_id), ContactForm()
    if not is_done(form, lambda: confirming.name_contact(
            me(), organisation, get_named(me(), form.member.data, field="member"))):
        return _page(organisation, contact=form), 422
    flash(_("From now on this person can confirm who works there."))
    return redirect(url(".change", organisation_id=organisation_id))


@bp.post("/admin/organisations/<int:organisation_id>/contacts/<int:person_id>/dismiss")
@signed_in
def dismiss_contact(organisation_id: int, person_id: int) -> Any:
    organisation = _get(organisation_id)
    person = queries.get_member(organisation, person_id)
    confirming.dismiss_contact(me(), organisation, person)
    flash(_("%(name)s is no contact person any more.", name=person.name))
    return redirect(url(".change", organisation_id=organisation_id))


@bp.post("/admin/organisations/<int:organisation_id>/merge")
@confirmed
def merge(organisation_id: int) -> Any:
    organisation, form = _get(organisation_id), MergeForm()
    if not is_done(form, lambda: naming.merge_organisation(me(), organisation, form.into.data)):
        return _page(organisation, merging=form), 422
    flash(_("The two are one now."))
    return redirect(url(".change", organisation_id=organisation.merged_into_id))


def _get(organisation_id: int) -> Organisation:
    require(may_administer(me()))
    return queries.get_organisation(me(), organisation_id)


def _list_page(form: NameForm) -> str:
    find = FindForm(request.args)
    page = queries.list_organisations(me(), words=find.q.data or "",
                                      after=request.args.get("after", ""))
    return render_template("organisations/desk.html", page=page, find=find, form=form)


def _page(organisation: Organisation, **forms: Any) -> str:
    """`forms`: those that came back because something is wrong with them."""
    lines = "\n".join(queries.list_domains(organisation))
    fresh = {"naming_form": NameForm(formdata=None, name=organisation.name),
             "domains": DomainsForm(formdata=None, domains=lines),
             "contact": ContactForm(formdata=None), "merging": MergeForm(formdata=None)}
    return render_template("organisations/change.html", organisation=organisation,
                           contacts=queries.list_contacts(organisation), **(fresh | forms))
