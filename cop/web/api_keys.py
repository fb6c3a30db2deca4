"""The door of the API: whose key it is, what it may do and how often, and the log of its uses.

What a key is and who makes one stands in `people/`; which resources there are, in `api.py`.
"""
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, Request, Response, current_app, g, request
from flask_babel import gettext as _

from cop.base.db import begin_writing, db
from cop.base.errors import Forbidden, TooMany
from cop.base.site import is_read_only_as_known
from cop.web.second_step import require_of_key
from cop.web.session import refuse_cookies
from cop.web.transaction import SAFE

log = logging.getLogger(__name__)

PREFIX = "/api/v1"


@dataclass(frozen=True, kw_only=True)
class Keys:
    """What the feature that keeps the keys can do: this glue knows no feature.

    A key has a `person`, `created_at`, `scopes` and an `hourly_limit`.
    """

    find: Callable[[str], Any]
    count_last_hour: Callable[[Any], int]
    free_again_at: Callable[[Any], datetime]
    log_use: Callable[..., Any]


def init_app(app: Flask, keys: Keys) -> None:
    """Call after Flask-Security and the limits: `me()` is the key's person in the API."""
    app.extensions["api_keys"] = keys
    refuse_cookies(app, PREFIX)
    app.login_manager.request_loader(_person_behind)
    app.before_request(_let_in)
    app.after_request(_say_how)
    app.teardown_request(_log_use)


def has_key() -> bool:
    """Does this request bring a key that opens something?"""
    return _key() is not None


def _person_behind(asked: Request) -> Any:
    """Flask-Login asks this when no session says who it is."""
    key = _key() if asked.path.startswith(PREFIX) else None
    return key.person if key else None


def _key() -> Any:
    """The key of this request, looked up once; none where it is unknown, expired or revoked."""
    if "api_key" not in g:
        given = request.authorization
        secret = given.token if given and given.type == "bearer" else ""
        g.api_key = current_app.extensions["api_keys"].find(secret) if secret else None
    return g.api_key


def _let_in() -> None:
    """Refuse a bad key, a missing one where one is needed, and one that may not do this (now)."""
    if not request.path.startswith(PREFIX) or request.routing_exception:
        return
    scope = "read" if request.method in SAFE else "write"
    if has_key():
        _let_key_in(_key(), scope)
    else:
        _let_visitor_in(scope)


def _let_key_in(key: Any, scope: str) -> None:
    require_of_key(key.person, key.created_at)
    keys = current_app.extensions["api_keys"]
    if keys.count_last_hour(key) >= key.hourly_limit:
        raise TooMany(_("This key was used %(limit)s times within an hour, as often as it may.",
                        limit=key.hourly_limit), keys.free_again_at(key))
    if scope not in key.scopes:
        raise Forbidden(_("This key has not the scope “%(scope)s”.", scope=scope))


def _let_visitor_in(scope: str) -> None:
    if "Authorization" in request.headers:
        raise Forbidden(_("This key is unknown, expired or revoked. It is sent in the header "
                          "“Authorization: Bearer …”."))
    view = current_app.view_functions[request.endpoint or ""]
    if scope == "write" or getattr(view, "needs_key", False):
        raise Forbidden(_("This needs a personal key. You make one in your settings."))


def _say_how(response: Response) -> Response:
    if request.path.startswith(PREFIX):
        g.api_status = response.status_code
        if response.status_code == 401:
            response.headers["WWW-Authenticate"] = 'Bearer realm="api"'
    return response


def _log_use(_error: BaseException | None = None) -> None:
    """Write the use down once its own transaction is over, in a short one of its own.

    So what was refused is in the log too, and reading holds no write lock. What is over the limit
    is left out: it must neither lengthen the wait nor fill the table. An answer that was given
    stays given when the log cannot be written.
    """
    key, status = g.get("api_key"), g.get("api_status", 429)
    if key is None or status == 429 or is_read_only_as_known():
        return
    try:
        begin_writing()
        current_app.extensions["api_keys"].log_use(
            key, method=request.method, path=request.path, status=status)
        db.session.commit()
    except Exception:
        log.exception("use of a key not logged")
        db.session.rollback()
