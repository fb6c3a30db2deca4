"""What people are told while the database or the files are out of reach, the disk is full, or the
site is being upgraded.

The page asks neither the database nor who is asking; what was typed stands on it. What counts as an
outage is said in `base/outages.py`.
"""
from dataclasses import dataclass

from flask import Response, current_app, g, make_response, render_template, request
from flask_babel import gettext as _

from cop.base.outages import OldSchema, is_full, is_out_of_reach
from cop.web.logging import request_id
from cop.web.transaction import SAFE
from cop.web.typed import typed

#: In so many seconds it may be tried again.
PAUSE = "10"


@dataclass(frozen=True)
class Outage:
    """How it is told, in the language that the browser asks for: who reads it cannot be looked up.
    """

    status: int
    heading: str
    sentence: str


def outage_of(error: BaseException) -> Outage | None:
    """None where it is something else."""
    if not (isinstance(error, OldSchema) or is_full(error) or is_out_of_reach(error)):
        return None
    ask_nobody()
    if isinstance(error, OldSchema):
        return Outage(503, _("This site is being upgraded"), _(
            "It gets a new version at this moment. Mostly it is back within a minute."))
    if is_full(error):
        return Outage(507, _("There is no room left"), _(
            "Nothing can be stored at this moment: the disk of this site is full. What is "
            "here can still be read."))
    return Outage(503, _("Out of reach for a moment"), _(
        "What is stored here cannot be reached at this moment. Mostly it is back within a "
        "minute."))


def ask_nobody() -> None:
    """From here on this request is a visitor's: templates look up who is asking by themselves."""
    g.without_database = True
    g._login_user = current_app.login_manager.anonymous_user()


def page(outage: Outage) -> Response:
    sent = [] if request.method in SAFE else typed()
    response = make_response(render_template(
        "errors/outage.html", outage=outage, typed=sent, action=request.full_path.rstrip("?"),
        request_id=request_id()), outage.status)
    response.headers["Retry-After"] = PAUSE
    return response
