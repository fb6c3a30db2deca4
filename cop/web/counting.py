"""Requests and tries to sign in are counted. What is counted elsewhere is in `base/metrics.py`."""
import time
from typing import Any

from flask import Flask, Response, g, request
from flask_login import user_logged_in

from cop.base.db import db
from cop.base.metrics import REQUEST_SECONDS, REQUESTS, SIGN_INS
from cop.base.slow_queries import watch

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
#: Of Flask-Security's routes, those by which one signs in: with a password, a passkey, a code.
SIGNING_IN = {"security.login", "security.wan_signin", "security.wan_signin_response",
              "security.two_factor_token_validation", "security.mf_recovery"}


def init_app(app: Flask, slow_ms: int) -> None:
    """`slow_ms`: statements that take longer are told, see `base/slow_queries.py`."""
    with app.app_context():
        watch(db.engine, slow_ms)

    @app.after_request
    def count(response: Response) -> Response:
        """By the rule of the route: addresses are without end, and say who reads what."""
        method = request.method if request.method in METHODS else "OTHER"
        route = request.url_rule.rule if request.url_rule else "nowhere"
        REQUESTS.labels(method, route, str(response.status_code)).inc()
        if began := g.get("began"):
            REQUEST_SECONDS.labels(method, route).observe(time.perf_counter() - began)
        if method == "POST" and request.endpoint in SIGNING_IN and response.status_code >= 400:
            SIGN_INS.labels("failed").inc()
        return response

    user_logged_in.connect(_count_sign_in, app)


def _count_sign_in(_app: Flask, **_who: Any) -> None:
    SIGN_INS.labels("ok").inc()
