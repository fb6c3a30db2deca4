"""A cookie by which a device is known again, and the accounts that were signed in to on it.

It opens nothing. Who is known is told of no new device, and is not held up by those who guess at
the account from elsewhere («device cookies» of OWASP). What is slowed down: `brute_force.py`.
"""
import hashlib
import hmac
import secrets
from typing import Any

from flask import Flask, Response, current_app, g
from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

from cop.web import cookies

COOKIE = "device"
KEPT = 365 * 24 * 3600  # seconds
#: A letter that makes a device known is good for a day.
LETTER_GOOD_FOR = 24 * 3600
MOST_ACCOUNTS = 8  # on one device, the last ones


def init_app(app: Flask) -> None:
    @app.after_request
    def give(response: Response) -> Response:
        if "device_to_keep" in g:
            cookies.give(response, COOKIE, _cookies().dumps(g.device_to_keep), seconds=KEPT)
        return response


def account_key(email: str) -> str:
    """What stands for an account, whether there is one or not. It does not tell the address."""
    secret = str(current_app.secret_key).encode()
    return hmac.new(secret, email.strip().lower().encode(), hashlib.sha256).hexdigest()[:24]


def knows(email: str) -> bool:
    return account_key(email) in _this()["accounts"]


def own_name() -> str:
    """The random name of this device; empty when it has none yet."""
    return _this()["name"]


def keep(email: str) -> None:
    """From now on this device is known for the account."""
    keep_account(account_key(email))


def keep_account(key: str) -> None:
    this = _this()
    accounts = [key, *(each for each in this["accounts"] if each != key)][:MOST_ACCOUNTS]
    g.device = g.device_to_keep = {"name": this["name"] or secrets.token_urlsafe(12),
                                   "accounts": accounts}


def pass_for(email: str) -> str:
    """For a letter to the owner of an account: whoever brings it, their device is known."""
    return _passes().dumps(account_key(email))


def account_of_pass(given: str) -> str:
    """The key of the account; empty when the pass is too old or none of ours."""
    try:
        return _passes().loads(given, max_age=LETTER_GOOD_FOR)
    except BadSignature:
        return ""


def _this() -> dict[str, Any]:
    if "device" not in g:
        try:
            g.device = _cookies().loads(cookies.read(COOKIE))
        except BadSignature:
            g.device = {"name": "", "accounts": []}
    return g.device


def _cookies() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key, salt="device")


def _passes() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key, salt="known device")
