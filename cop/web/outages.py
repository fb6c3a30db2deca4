"""What people are told while the database or the files are out of reach, or the disk is full.

The page asks neither the database nor who is asking; what was typed stands on it. What counts as an
outage is said in `base/outages.py`.
"""
from flask import Response, current_app, g, make_response, render_template, request
from flask_babel import gettext as _

from cop.base.outages import is_full, is_out_of_reach
from cop.web.logging import request_id
from cop.web.transaction import SAFE
from cop.web.typed import typed

#: In so many seconds it may be tried again.
PAUSE = "10"


def status_of(error: BaseException) -> int:
    """503 out of reach, 507 full, 0 something else."""
    return 507 if is_full(error) else 503 if is_out_of_reach(error) else 0


def ask_nobody() -> None:
    """From here on this request is a visitor's: templates look up who is asking by themselves."""
    g.without_database = True
    g._login_user = current_app.login_manager.anonymous_user()


def sentence(status: int) -> str:
    ask_nobody()
    if status == 507:
        return _("Nothing can be stored at this moment: the disk of this site is full. What is "
                 "here can still be read.")
    return _("What is stored here cannot be reached at this moment. Mostly it is back within a "
             "minute.")


def page(status: int) -> Response:
    """In the language that the browser asks for: who reads it cannot be looked up."""
    said = sentence(status)
    sent = [] if request.method in SAFE else typed()
    action = request.full_path.rstrip("?")
    response = make_response(render_template(
        "errors/outage.html", message=said, status=status, typed=sent, action=action,
        request_id=request_id()), status)
    response.headers["Retry-After"] = PAUSE
    return response
