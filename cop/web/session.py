"""Who is asking, and sending visitors to sign in.

How they sign in stands in `people/security.py`.
"""
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import current_app, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

#: Longest text kept for a visitor who is sent to sign in: it travels in the cookie.
LONGEST_KEPT = 2500


def me() -> Any:
    """The person behind this request (or the visitor), unwrapped from Flask-Login's proxy."""
    return current_user._get_current_object()


def signed_in(view: Callable[..., Any]) -> Callable[..., Any]:
    """Send a visitor to sign in and bring them back to the page they came from, text kept."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs) if me().is_signed_in else ask_to_sign_in()

    guarded.needs_sign_in = True
    return guarded


def ask_to_sign_in() -> Any:
    back = request.full_path.rstrip("?")
    if request.method != "GET":
        back = _path_of(request.referrer) or "/"
        _keep_what_was_typed()
    flash(_("Please sign in first. You will be brought back."))
    return redirect(url_for("security.login", next=back))


def kept_text() -> dict[str, str]:
    """What a visitor typed before they were sent to sign in; given out once."""
    return session.pop("kept_text", {})


def _keep_what_was_typed() -> None:
    typed = {name: value for name, value in request.form.items() if name != "csrf_token"}
    if sum(map(len, typed.values())) <= LONGEST_KEPT:
        session["kept_text"] = typed


def _path_of(address: str | None) -> str:
    """The path of an address of this site, or nothing."""
    if not address or not address.startswith(request.host_url):
        return ""
    path = "/" + address.removeprefix(request.host_url)
    return "" if path.startswith(("//", current_app.static_url_path or "/static")) else path
