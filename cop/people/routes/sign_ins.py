"""URLs of signing in: how somebody does it, and where they are signed in.

The forms of signing in are Flask-Security's.
"""
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cop.base.clock import now
from cop.people.routes.people import bp
from cop.people.security import reading
from cop.people.service import sign_ins
from cop.web.devices import account_of_pass, keep_account
from cop.web.second_step import needed_from, put_off
from cop.web.session import me as reader
from cop.web.session import open_to_visitors, signed_in
from cop.web.sign_ins import this_sign_in
from cop.web.typed import is_own_page


@bp.get("/me/security")
@signed_in
def security():
    return render_template("people/security.html", person=reader(), here=this_sign_in(),
                           keys=reader().webauthn, sign_ins=reading.list_open(reader()))


@bp.post("/me/security/sign-ins/<int:sign_in_id>/end")
@signed_in
def end_sign_in(sign_in_id: int):
    sign_ins.end_sign_in(reading.get_open(reader(), sign_in_id))
    flash(_("That device is signed out."))
    return redirect(url_for(".security"))


@bp.post("/me/security/sign-ins/end-others")
@signed_in
def end_other_sign_ins():
    sign_ins.end_all(reader(), but=this_sign_in())
    flash(_("All other devices are signed out."))
    return redirect(url_for(".security"))


@bp.get("/login/known")
@open_to_visitors
def make_device_known():
    """From a letter to the owner of an account that others guess at."""
    if key := account_of_pass(request.args.get("pass", "")):
        keep_account(key)
        flash(_("You can try on this device at once."))
    else:
        flash(_("This link is too old. Please start again."), "error")
    return redirect(url_for("security.login"))


@bp.get("/me/security/second-step")
@signed_in
def second_step():
    return render_template("people/second_step.html", person=reader(), since=needed_from(),
                           at=now(), next=request.args.get("next", "/"))


@bp.post("/me/security/second-step/later")
@signed_in
def put_off_second_step():
    put_off()
    back = request.form.get("next", "/")
    return redirect(back if is_own_page(back) else "/")


@bp.get("/me/security/done")
@signed_in
def second_step_done():
    """After setting one up: who has no recovery codes yet makes some."""
    lacking = reader().has_second_factor and not reader().mf_recovery_codes
    return redirect(url_for("security.mf_recovery_codes" if lacking else ".security"))
