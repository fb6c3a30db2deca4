"""Leads whoever holds a role, and has no second step to sign in with, to set one up.

Whether they need one is said in `people/policy.py`; whether anybody does, by COP_SECOND_FACTOR.
"""
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Flask, current_app, redirect, request, session, url_for
from flask_babel import gettext as _

from cop.base.clock import now
from cop.base.errors import Forbidden
from cop.web.session import is_program, me
from cop.web.sign_ins import this_sign_in
from cop.web.transaction import SAFE

#: What opens without it: the way to it, out of here, and what must be readable for everybody.
OPEN = ("people.security", "people.second_step", "people.second_step_done", "people.end_sign_in",
        "people.end_other_sign_ins", "people.put_off_second_step", "pages.set_language",
        "pages.privacy", "pages.terms", "pages.accessibility", "pages.help", "manual.show",
        "manual.show_details", "static")


def init_app(app: Flask, lacks: Callable[..., datetime | None]) -> None:
    """`lacks` answers from when on somebody needs a second step; None who needs none."""
    app.extensions["lacks_second_factor"] = lacks
    app.before_request(_lead)


def needed_from() -> datetime | None:
    """From when on whoever asks needs a second step that they lack; None where nothing is
    lacking."""
    sign_in = this_sign_in() if me().is_signed_in else None
    return None if sign_in is None or sign_in.is_strong else _lacking_from(me())


def require_of_key(person: Any, made_at: datetime) -> None:
    """A key for programs does what its owner's role may only if it was made after they signed in
    with a second step, or they have one by now."""
    since = _lacking_from(person)
    if since and made_at < since <= now():
        raise Forbidden(_("Your role needs a second step to sign in. Set it up first."))


def _lacking_from(person: Any) -> datetime | None:
    config = current_app.config["COP"]
    if config.second_factor == "nobody":
        return None
    return current_app.extensions["lacks_second_factor"](person, days=config.second_factor_days)


def put_off() -> None:
    """They read that they need one, and want to go on for now."""
    session["second_step_put_off"] = True


def _lead() -> Any:
    if "_user_id" not in session or _is_open() or (since := needed_from()) is None:
        return None
    if since > now() and (session.get("second_step_put_off") or request.method not in SAFE):
        return None
    if is_program() or request.method not in SAFE:
        raise Forbidden(_("Your role needs a second step to sign in. Set it up first."))
    return redirect(url_for("people.second_step", next=request.full_path.rstrip("?")))


def _is_open() -> bool:
    return request.endpoint in OPEN or request.blueprint == "security"
