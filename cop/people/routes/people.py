"""URLs of people: profiles, the directory, one's own page, settings and keys.

Signing in, passwords and addresses are Flask-Security's.
"""
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cop.base.clock import now
from cop.base.verdict import require
from cop.people import policy, queries
from cop.people.fields import put_back
from cop.people.forms import DirectoryForm, GrantForm, KeyForm, OrganisationForm, ProfileForm
from cop.people.profile import Profile
from cop.people.scopes import ROLE_NAMES, name_places
from cop.people.service import keys, organisations, profiles, roles, sign_ins
from cop.people.territory import unknown_region
from cop.vocabulary.regions import find_region
from cop.web.rendering import ui_language, ui_languages
from cop.web.session import confirmed, kept_text, open_to_visitors, signed_in
from cop.web.session import me as reader
from cop.web.transaction import writes

bp = Blueprint("people", __name__)


@bp.get("/people")
@open_to_visitors
def directory():
    form = DirectoryForm(request.args)
    region, not_found = _region_of(form.region.data)
    people = queries.list_people(
        reader(), words=form.q.data, region=region, theme=form.theme.data or "",
        language=form.language.data or "", after=request.args.get("after", ""))
    return render_template("people/directory.html", form=form, people=people,
                           not_found=not_found, next_url=_page_after(people.next))


@bp.get("/people/<int:person_id>")
@open_to_visitors
def profile(person_id: int):
    person = queries.get_person(reader(), person_id)
    return render_template("people/profile.html", person=person, policy=policy,
                           role_names=ROLE_NAMES)


@bp.get("/me")
@signed_in
def me():
    return render_template("people/me.html", person=reader())


@bp.get("/me/settings")
@signed_in
def settings():
    person = queries.get_person(reader(), reader().id)
    form = ProfileForm.of(Profile.of(person), ui_languages())
    return _settings_page(put_back(form, kept_text()))


@bp.post("/me/settings")
@signed_in
def store_settings():
    person = queries.get_person(reader(), reader().id)
    form = ProfileForm.of(Profile.of(person), ui_languages())
    if not form.validate_on_submit():
        return _settings_page(form), 422
    profiles.update_profile(reader(), person, form.profile)
    flash(_("Your settings are stored."))
    return redirect(url_for(".settings"))


@bp.post("/me/settings/letters-again")
@signed_in
def send_letters_again():
    profiles.send_letters_again(reader())
    flash(_("E-mails are sent to %(email)s again.", email=reader().email))
    return redirect(url_for(".settings"))


@bp.get("/me/organisation")
@signed_in
def organisation():
    require(policy.may_describe_organisation(reader(), reader().organisation))
    return _organisation_page(OrganisationForm.of(reader().organisation))


@bp.post("/me/organisation")
@signed_in
def store_organisation():
    require(policy.may_describe_organisation(reader(), reader().organisation))
    form = OrganisationForm.of(reader().organisation)
    if not form.validate_on_submit():
        return _organisation_page(form), 422
    organisations.describe_organisation(reader(), reader().organisation, form.description)
    flash(_("Your organisation is described."))
    return redirect(url_for(".organisation"))


@bp.get("/me/keys")
@signed_in
def own_keys():
    return _keys_page(put_back(KeyForm(), kept_text()))


@bp.post("/me/keys")
@confirmed
def make_key():
    form = KeyForm()
    if not form.validate_on_submit():
        return _keys_page(form), 422
    key, secret = keys.make_api_key(
        reader(), name=form.name.data, scopes=form.scopes.data, days=form.days.data,
        hourly_limit=form.hourly_limit.data)
    page = render_template("people/new_key.html", key=key, secret=secret)
    return page, 201, {"Cache-Control": "no-store"}


@bp.post("/me/keys/<int:key_id>/revoke")
@signed_in
def revoke_key(key_id: int):
    key = queries.get_key(reader(), key_id)
    keys.revoke_api_key(reader(), key)
    flash(_("The key “%(name)s” opens nothing any more.", name=key.name))
    return redirect(url_for(".own_keys"))


@bp.get("/admin/people")
@signed_in
def accounts():
    require(policy.may_administer(reader()))
    form = DirectoryForm(request.args)
    people = queries.list_accounts(reader(), words=form.q.data,
                                   after=request.args.get("after", ""))
    return render_template("people/accounts.html", form=form, people=people,
                           role_names=ROLE_NAMES, next_url=_page_after(people.next))


@bp.get("/admin/people/<int:person_id>/roles")
@writes
@signed_in
def show_roles(person_id: int):
    """Whoever opens an account has looked at somebody's data: that is written down."""
    require(policy.may_administer(reader()))
    person = queries.get_account(reader(), person_id)
    roles.note_look(reader(), person)
    return _roles_page(person, put_back(GrantForm(), kept_text()))


@bp.post("/admin/people/<int:person_id>/roles")
@confirmed
def grant_role(person_id: int):
    require(policy.may_administer(reader()))
    person, form = queries.get_account(reader(), person_id), GrantForm()
    if not form.validate_on_submit():
        return _roles_page(person, form), 422
    roles.grant_role(reader(), person, form.role.data, form.scope_kind.data, form.scope.data)
    flash(_("%(name)s holds the role now.", name=person.name))
    return redirect(url_for(".show_roles", person_id=person.id))


@bp.post("/admin/people/<int:person_id>/roles/<int:grant_id>/revoke")
@confirmed
def revoke_role(person_id: int, grant_id: int):
    require(policy.may_administer(reader()))
    person = queries.get_account(reader(), person_id)
    roles.revoke_role(reader(), person, queries.get_grant(person, grant_id))
    flash(_("%(name)s does not hold the role any more.", name=person.name))
    return redirect(url_for(".show_roles", person_id=person.id))


@bp.post("/admin/people/<int:person_id>/<any(close, open):act>")
@confirmed
def close_or_open(person_id: int, act: str):
    require(policy.may_administer(reader()))
    person = queries.get_account(reader(), person_id)
    change = profiles.deactivate_person if act == "close" else profiles.reactivate_person
    change(reader(), person)
    flash(_("The account is closed.") if act == "close" else _("The account is open again."))
    return redirect(url_for(".show_roles", person_id=person.id))


@bp.post("/admin/people/<int:person_id>/sign-out")
@confirmed
def sign_out_person(person_id: int):
    require(policy.may_administer(reader()))
    person = queries.get_account(reader(), person_id)
    sign_ins.sign_out_person(reader(), person)
    flash(_("%(name)s is signed out everywhere.", name=person.name))
    return redirect(url_for(".show_roles", person_id=person.id))


def _settings_page(form):
    return render_template("people/settings.html", form=form, person=reader())


def _organisation_page(form):
    return render_template("people/organisation.html", form=form,
                           organisation=reader().organisation)


def _keys_page(form):
    return render_template("people/keys.html", form=form, keys=queries.list_keys(reader()),
                           calls=queries.list_calls(reader()), at=now())


def _roles_page(person, form):
    places = {kind: name_places(kind, [g.scope_code for g in person.grants
                                       if g.scope_kind == kind], ui_language())
              for kind in {grant.scope_kind for grant in person.grants}}
    return render_template("people/roles.html", person=person, form=form, places=places,
                           role_names=ROLE_NAMES)


def _region_of(words):
    """The code of the region that was typed, and a sentence when there is none."""
    code = find_region(words) if words else ""
    return code or "", "" if code is not None else unknown_region(words, ui_language())


def _page_after(cursor):
    asked = {**request.args.to_dict(), "after": cursor}
    return url_for(request.endpoint, **asked) if cursor else ""
