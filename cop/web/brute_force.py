"""Slows down who guesses passwords, codes and addresses; lets in who was here before.

An account is what was typed, whether it exists or not: answers never tell. Tries are counted for
each account and for each address, so that neither many addresses against one account nor one
address against many get far. On a device that is known (`devices.py`) both do not count, but its
own tries do; who stands on a new one gets a letter that makes it known.
"""
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask, Response, current_app, g, request, session
from flask_babel import gettext as _
from flask_limiter import RequestLimit
from flask_limiter.util import get_remote_address

from cop.web import devices
from cop.web.limits import limiter, who
from cop.web.transaction import afterwards

log = logging.getLogger(__name__)

#: Where somebody proves who they are, and by what.
PROOFS = {"security.login": "password", "security.verify": "password again",
          "security.two_factor_token_validation": "code of an app",
          "security.mf_recovery": "recovery code", "security.wan_signin_response": "passkey"}
PER_ACCOUNT = "10/15 minutes;50/day"
PER_ADDRESS = "30/15 minutes;200/day"
LETTERS = "10/hour;30/day"
ACCOUNTS = "20/hour;60/day"
AGAIN = "10/15 minutes"
#: Of an app or for recovery, by who knows the password already.
CODES = "6/5 minutes;40/day"
#: Nobody guesses a passkey; this is for the server's sake.
PASSKEYS = "60/15 minutes"
#: Where links of letters are opened: nobody finds one by trying.
LINKS = "30/15 minutes;200/day"


def init_app(app: Flask, tell_owner: Callable[[str], Any]) -> None:
    """Call when Flask-Security's pages are there. `tell_owner` gets the typed address when too
    many tried it: if there is an account, a letter goes to its owner."""
    app.extensions["tell_owner_of_guesses"] = tell_owner
    views = app.view_functions
    for page, how_often, counted, more in _limits():
        more = {"error_message": say_wait, "methods": ["POST"]} | more
        views[page] = limiter.limit(how_often, key_func=counted, **more)(views[page])
    app.after_request(_note_refused)


def _limits() -> list[tuple[str, str, Callable[[], str], dict[str, Any]]]:
    """Of each page: how often, counted by what, and what else."""
    wrong = {"deduct_when": is_refused}
    either = {"methods": ["GET", "POST"]}
    return [
        ("security.login", PER_ACCOUNT, account, wrong | {
            "scope": "account", "on_breach": on_many_tries, "error_message": say_account}),
        ("security.login", PER_ADDRESS, neighbour, wrong | {
            "scope": "address", "exempt_when": is_known}),
        ("security.forgot_password", LETTERS, neighbour, {}),
        ("security.send_confirmation", LETTERS, neighbour, {}),
        ("security.register", ACCOUNTS, neighbour, {}),
        ("security.reset_password", LINKS, neighbour, either),
        ("security.confirm_email", LINKS, neighbour, either),
        ("security.change_email", LETTERS, who, {}),
        ("security.change_password", AGAIN, who, wrong),
        ("security.verify", AGAIN, who, wrong),
        ("security.two_factor_token_validation", CODES, half_signed_in, wrong),
        ("security.mf_recovery", CODES, half_signed_in, wrong),
        ("security.wan_signin", PASSKEYS, neighbour, {}),
    ]


def _note_refused(response: Response) -> Response:
    """Each wrong password and code is in the log, by whom it was tried on: never what was typed."""
    if request.endpoint in PROOFS and g.get("form_was_rejected"):
        log.warning("sign-in refused", extra={
            "way": PROOFS[request.endpoint], "account": devices.account_key(
                request.form.get("email", ""))[:16], "network": neighbour()})
    return response


def account() -> str:
    """The account that is tried; on a device known for it, the device."""
    email = request.form.get("email", "")
    on_device = devices.own_name() if devices.knows(email) else ""
    return f"account:{devices.account_key(email)}:{on_device}"


def neighbour() -> str:
    """Who sits at one line: of the long addresses, what a provider gives to one house."""
    address = get_remote_address()
    return ":".join(address.split(":")[:4]) if ":" in address else address


def half_signed_in() -> str:
    """Whoever knows the password already and is asked for a code; on a device known for the
    account, the device: its owner is not held up by a stranger who has the password."""
    half = session.get("tf_user_id")
    person = half and current_app.extensions["security"].datastore.find_user(fs_uniquifier=half)
    on_device = devices.own_name() if person and devices.knows(person.email) else ""
    return f"person:{half or who()}:{on_device}"


def is_known() -> bool:
    return devices.knows(request.form.get("email", ""))


def is_refused(response: Response) -> bool:
    return response.status_code == 422


def on_many_tries(_limit: RequestLimit) -> None:
    """Told once the answer is given, so that it takes as long whether there is an account."""
    if not is_known():
        afterwards(partial(current_app.extensions["tell_owner_of_guesses"],
                           request.form.get("email", "")))


def say_account() -> str:
    return _("Too many wrong passwords for this account. Wait a quarter of an hour, set a new "
             "password by letter, or come in on a device on which you signed in before. If the "
             "account exists, its owner has a letter from us that tells how to come in at once.")


def say_wait() -> str:
    return _("Too many tries. Please wait a little.")
