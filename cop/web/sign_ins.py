"""Whose cookie this is: it holds a token, and the sign-in that the token stands for can be ended.

What a sign-in is and how long it lasts stands in `people/`; how somebody signs in, too.
"""
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Flask, current_app, g, request, session
from flask_limiter.util import get_remote_address
from flask_login import user_logged_in, user_logged_out
from flask_security.utils import set_request_attr

from cop.web import devices
from cop.web.transaction import afterwards


@dataclass(frozen=True, kw_only=True)
class SignIns:
    """What the feature that keeps sign-ins can do: this glue knows no feature.

    A sign-in has an `id` and a `person` with an `email`.
    """

    find: Callable[[str], Any]
    begin: Callable[..., tuple[Any, str]]
    is_due: Callable[[Any], bool]
    note_seen: Callable[[int], None]
    end: Callable[[Any], None]


def init_app(app: Flask, sign_ins: SignIns) -> None:
    """Call after Flask-Security is installed: it asks us who somebody is."""
    app.extensions["sign_ins"] = sign_ins
    app.login_manager.user_loader(_person_behind)
    user_logged_in.connect(_begin, app)
    user_logged_out.connect(_end, app)
    devices.init_app(app)


def this_sign_in() -> Any:
    """The sign-in of this request; none for visitors and programs."""
    return g.get("sign_in")


def _person_behind(token: str) -> Any:
    """Flask-Login asks this with what the cookie holds."""
    sign_ins = current_app.extensions["sign_ins"]
    sign_in = sign_ins.find(token)
    if sign_in is None or not sign_in.person.is_active:
        return None
    g.sign_in = sign_in
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    if sign_ins.is_due(sign_in):
        afterwards(partial(sign_ins.note_seen, sign_in.id))
    return sign_in.person


def _begin(_app: Flask, user: Any, **_facts: Any) -> None:
    """Put the token into the cookie, in the place of what Flask-Login put there."""
    g.sign_in, session["_user_id"] = current_app.extensions["sign_ins"].begin(
        user, agent=request.headers.get("User-Agent", ""), address=get_remote_address(),
        is_remembered=session.get("_remember") == "set", is_known=devices.knows(user.email))
    devices.keep(user.email)


def _end(_app: Flask, **_facts: Any) -> None:
    if sign_in := g.pop("sign_in", None):
        current_app.extensions["sign_ins"].end(sign_in)
