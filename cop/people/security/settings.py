"""What Flask-Security is told: which of its flows there are, how long things hold, how we hash.

Its letters and tables are wired in `datastore.py`; what its pages say stands in `sentences.py`.
"""
import hashlib
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from cop.base.clock import now
from cop.people.passwords import SHORTEST
from cop.people.sentences import SENTENCES

#: «Confirm that it is you» holds so long; who began within it may finish a little later.
FRESH, GRACE = timedelta(minutes=15), timedelta(minutes=5)
#: argon2id with 64 MiB, three passes and four lanes: the second choice of RFC 9106.
HASHING = {"argon2__type": "id", "argon2__memory_cost": 65536, "argon2__time_cost": 3,
           "argon2__parallelism": 4}
#: Pages of Flask-Security that we do not want: a helpdesk by mail, and choosing where to use a key.
UNWANTED = ("security.two_factor_rescue",)
#: Addresses that write although they are fetched with GET.
WRITING_ENDPOINTS = ("security.confirm_email", "security.change_email_confirm",
                     "security.two_factor_token_validation")

#: What is done even while nothing else can be written: people sign in and out.
SIGN_IN_ENDPOINTS = tuple(f"security.{name}" for name in (
    "login", "logout", "verify", "tf_select", "two_factor_token_validation", "mf_recovery",
    "wan_signin", "wan_signin_response", "wan_verify", "wan_verify_response"))

SETTINGS: dict[str, Any] = {
    "SECURITY_REGISTERABLE": True,
    "SECURITY_USE_REGISTER_V2": True,
    "SECURITY_CONFIRMABLE": True,
    "SECURITY_RECOVERABLE": True,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_CHANGE_EMAIL": True,
    "SECURITY_AUTO_LOGIN_AFTER_CONFIRM": False,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_TWO_FACTOR": True,
    "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
    "SECURITY_TWO_FACTOR_ALWAYS_VALIDATE": True,
    "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
    "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "/me/security/done",
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
    "SECURITY_WEBAUTHN": True,
    "SECURITY_WAN_ALLOW_USER_HINTS": False,
    "SECURITY_WAN_POST_REGISTER_VIEW": "/me/security/done",
    "SECURITY_WAN_SIGNIN_WITHIN": timedelta(minutes=5),
    "SECURITY_WAN_NAME_ALLOWED_CHARS": ["L", "N", "Pc", "Pd", "Po", "Zs"],
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "SECURITY_EMAIL_PLAINTEXT": True,
    "SECURITY_EMAIL_HTML": False,
    "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST,
    "SECURITY_FRESHNESS": FRESH,
    "SECURITY_FRESHNESS_GRACE_PERIOD": GRACE,
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": HASHING,
    "SECURITY_PASSWORD_SINGLE_HASH": True,
    "SECURITY_PASSWORD_CONFIRM_REQUIRED": False,
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_POST_LOGIN_VIEW": "/",
    "SECURITY_POST_LOGOUT_VIEW": "/",
    "SECURITY_POST_REGISTER_VIEW": "/login",
    "SECURITY_POST_CONFIRM_VIEW": "/login",
    "SECURITY_POST_CHANGE_EMAIL_VIEW": "/me/settings",
    "SECURITY_POST_CHANGE_VIEW": "/me/settings",
    "SECURITY_FLASH_MESSAGES": True,
    "SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS": False,
    "SECURITY_I18N_DIRNAME": ["builtin"],
    "SECURITY_URL_PREFIX": None,
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_USERNAME_ENABLE": False,
    "SECURITY_DATETIME_FACTORY": now,
} | SENTENCES


def settings_of(secret_key: str, base_url: str) -> dict[str, Any]:
    """All of them, with what this installation makes of them."""
    host = urlsplit(base_url).hostname or base_url
    sealing = hashlib.sha256(f"codes of apps {secret_key}".encode()).hexdigest()
    return SETTINGS | {"SECURITY_TOTP_SECRETS": {"1": sealing}, "SECURITY_TOTP_ISSUER": host,
                       "SECURITY_WAN_RP_NAME": host}
