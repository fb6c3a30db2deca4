"""URLs of single sign-on: to the provider and back, the first time, connected sign-ins.

What is said to the provider stands in `web/single_sign_on.py`. Without one none of this is there.
"""
from dataclasses import asdict
from functools import wraps

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_security.confirmable import requires_confirmation, send_confirmation_instructions
from flask_security.proxies import _security as guard
from flask_security.utils import login_user

from cop.base.errors import CopError, Forbidden, NotFound
from cop.people.account_forms import FirstSignInForm, joining_problem
from cop.people.policy import may_sign_in
from cop.people.routes.people import bp
from cop.people.security.reading import find_identity, get_identity
from cop.people.service import identities, sign_ins
from cop.people.service.identities import Newcomer
from cop.web import single_sign_on
from cop.web.brute_force import PASSKEYS, neighbour
from cop.web.limits import limiter
from cop.web.links import public_url
from cop.web.read_only import stays_open
from cop.web.rendering import ui_language, ui_languages
from cop.web.session import confirmed, me, open_to_visitors, prove, signed_in
from cop.web.sign_ins import this_sign_in
from cop.web.transaction import beforehand, done_beforehand, writes
from cop.web.typed import is_own_page


def with_provider(view):
    """Where no provider is set up there is nothing."""

    @wraps(view)
    def guarded(*args, **kwargs):
        if single_sign_on.provider() is None:
            raise NotFound
        return view(*args, **kwargs)

    return guarded


def _leave(purpose, **more):
    """To the provider; what for is remembered until the browser comes back."""
    back = request.values.get("next", "")
    session["sign_on"] = {"for": purpose, "next": back if is_own_page(back) else ""}
    single_sign_on.note_asked()
    try:
        return single_sign_on.provider().ask(public_url(url_for(".come_back")), **more)
    except Forbidden as silence:
        flash(str(silence), "error")
        return redirect(url_for("security.login" if purpose == "sign_in" else ".security"))


@bp.get("/login/oidc")
@limiter.limit(PASSKEYS, key_func=neighbour)
@with_provider
@open_to_visitors
def sign_in_there():
    return redirect("/") if me().is_signed_in else _leave("sign_in")


@bp.post("/me/identities")
@with_provider
@confirmed
def connect():
    return _leave("connect")


@bp.post("/verify/oidc")
@stays_open
@with_provider
@signed_in
def confirm_there():
    return _leave("confirm", prompt="login", max_age=0)


def _hear():
    """Asked before the transaction begins: the provider may take its time."""
    if single_sign_on.provider() is None:
        raise NotFound
    try:
        return single_sign_on.provider().answer()
    except CopError as refusal:
        return refusal


@bp.get("/login/oidc/back")
@writes
@stays_open
@beforehand(_hear)
@open_to_visitors
def come_back():
    came, heard = session.pop("sign_on", {}), done_beforehand()
    if isinstance(heard, CopError):
        flash(str(heard), "error")
        return redirect(url_for(".security" if me().is_signed_in else "security.login"))
    act = {"connect": _connect, "confirm": _confirm}.get(came.get("for"), _sign_in)
    return act(*heard, came.get("next") or "")


def _newcomer(claims):
    at = single_sign_on.provider()
    groups = set(at.groups_of(claims))
    pairs = [each.partition("=")[::2] for each in at.role_list]
    return Newcomer(
        issuer=at.issuer, subject=claims["sub"], email=str(claims.get("email") or "")[:200],
        is_email_proved=claims.get("email_verified") is True,
        name=str(claims.get("name") or claims.get("preferred_username") or "")[:100],
        roles=tuple(role.strip() for group, role in pairs if group.strip() in groups))


def _sign_in(claims, token, back):
    newcomer = _newcomer(claims)
    identity = find_identity(newcomer.issuer, newcomer.subject)
    if identity is None:
        session["newcomer"] = asdict(newcomer) | {"next": back}
        return redirect(url_for(".first_sign_in"))
    identities.note_use(identity)
    identities.give_roles(identity.person, newcomer.roles)
    return _let_in(identity.person, token, single_sign_on.is_strong(claims), back)


def _let_in(person, token, is_strong, back):
    """As the password would: not where the account is closed, suspended or not confirmed; and
    with the second step of ours, unless the provider asked for one."""
    if problem := _problem(person):
        flash(problem, "error")
        return redirect(url_for("security.login"))
    if not is_strong and (asked := guard.two_factor_plugins.tf_enter(
            person, False, "provider", next_loc=back or None)):
        return asked
    login_user(person, remember=False, authn_via=["provider"])
    sign_ins.come_by_provider(this_sign_in(), token=token, is_strong=is_strong)
    return redirect(back or "/")


def _problem(person):
    if not person.active:
        return _("This account is closed. Write to the contact on the page “Privacy”.")
    if requires_confirmation(person):
        return _("Your address is not confirmed yet. Follow the link in the letter we sent you, or "
                 "ask for a new one.")
    return may_sign_in(person).reason


def _connect(claims, _token, _back):
    if not me().is_signed_in:
        return redirect(url_for("security.login"))
    identities.connect(me(), _newcomer(claims))
    flash(_("You can sign in with %(provider)s from now on.",
            provider=single_sign_on.provider().label))
    return redirect(url_for(".security"))


def _confirm(claims, _token, back):
    identity = find_identity(single_sign_on.provider().issuer, claims["sub"])
    if identity is None or identity.person_id != me().id or not single_sign_on.is_just_now(claims):
        flash(_("That did not confirm that it is you. Please try another way."), "error")
        return redirect(url_for("security.verify", next=back or None))
    prove()
    return redirect(back or url_for(".security"))


def _waiting():
    """Whom the provider sent who has no account yet, and where they wanted to go."""
    kept = dict(session.get("newcomer") or {})
    if not kept:
        raise NotFound
    back = kept.pop("next", "")
    return Newcomer(**kept | {"roles": tuple(kept["roles"])}), back


@bp.get("/login/oidc/first")
@with_provider
@open_to_visitors
def first_sign_in():
    newcomer, _back = _waiting()
    form = FirstSignInForm(formdata=None, languages=ui_languages(), data={
        "name": newcomer.name, "interface_language": ui_language()})
    return _first_page(newcomer, form)


@bp.post("/login/oidc/first")
@with_provider
@open_to_visitors
def join_by_provider():
    newcomer, back = _waiting()
    form = FirstSignInForm(languages=ui_languages())
    if (newcomer.account_there and newcomer.is_email_proved) or joining_problem(newcomer.email):
        return _first_page(newcomer, form), 422
    if not form.validate_on_submit():
        return _first_page(newcomer, form), 422
    session.pop("newcomer")
    return _join(newcomer, form, back)


def _join(newcomer, form, back):
    """Whether somebody has an account is said to nobody who did not prove the address."""
    if not newcomer.account_there:
        person = identities.join(newcomer, name=form.name.data, region=form.region_code,
                                 interface_language=form.interface_language.data)
        identities.give_roles(person, newcomer.roles)
        if newcomer.is_email_proved:
            return _let_in(person, "", False, back)
        send_confirmation_instructions(person)
    flash(_("Thank you. We have sent a letter to %(email)s: follow the link in it, then sign in.",
            email=newcomer.email))
    return redirect(url_for("security.login"))


@bp.get("/me/identities/waiting")
@with_provider
@signed_in
def waiting_identity():
    return render_template("people/connect.html", newcomer=_waiting()[0])


@bp.post("/me/identities/waiting")
@with_provider
@confirmed
def connect_waiting():
    identities.connect(me(), _waiting()[0])
    session.pop("newcomer")
    flash(_("You can sign in with %(provider)s from now on.",
            provider=single_sign_on.provider().label))
    return redirect(url_for(".security"))


@bp.post("/me/identities/<int:identity_id>/disconnect")
@confirmed
def disconnect(identity_id: int):
    identities.disconnect(me(), get_identity(me(), identity_id))
    flash(_("This sign-in opens your account no longer."))
    return redirect(url_for(".security"))


def _first_page(newcomer, form):
    return render_template(
        "people/first_sign_in.html", newcomer=newcomer, form=form,
        there=newcomer.is_email_proved and newcomer.account_there,
        problem=joining_problem(newcomer.email))
