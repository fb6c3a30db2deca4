"""Who is asking, and sending visitors to sign in.

Nothing that was asked for is done by itself after that: who finds a screen unlocked could leave
a deed there for its owner to confirm unknowingly. They are brought back, told, and press again.
How they sign in stands in `people/security.py`.
"""
import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import unquote

from flask import (
    Flask,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from flask_security.utils import check_and_update_authn_fresh
from werkzeug.datastructures import MultiDict

from cop.base.errors import Forbidden
from cop.web.typed import came_from, typed

#: How the names of views begin that decide by themselves who comes in.
OWN_DOORS = ("static", "security.", "api-")
#: How the names of views begin by which somebody signs in or confirms that it is them.
DOORS = ("security.", "people.come_back")
#: Seconds since they proved who they are, on the way out of such a view.
JUST_NOW = 60
#: Browsers drop a cookie above 4,096 bytes, name and attributes included.
LARGEST_COOKIE = 3500


def me() -> Any:
    """The person behind this request (or the visitor), unwrapped from Flask-Login's proxy."""
    return g.get("_login_user") or current_user._get_current_object()


def is_program() -> bool:
    """Does a program ask, which wants problems as JSON? The API's, or a script of our pages."""
    return (request.path.startswith("/api/v1")
            or request.accept_mimetypes.best == "application/problem+json")


def signed_in(view: Callable[..., Any]) -> Callable[..., Any]:
    """Send a visitor to sign in and bring them back to the page they came from, text kept."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not me().is_signed_in:
            if is_program():
                raise Forbidden(_("Please sign in first."))
            return ask_to_sign_in()
        return view(*args, **kwargs)

    guarded.needs_sign_in = True
    return guarded


def open_to_visitors(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let those in, too, who are not signed in; what they see and may do is said in the policies.
    What is neither this nor `signed_in` is closed to them (`keep_closed`)."""
    view.is_open = True
    return view


def is_declared(app: Flask, endpoint: str) -> bool:
    """Does this view say who may come in? Those of the API have a door of their own
    (`api_keys.py`), those of sign-in, too."""
    if endpoint.startswith(OWN_DOORS):
        return True
    view = app.view_functions[endpoint]
    return getattr(view, "is_open", False) or getattr(view, "needs_sign_in", False)


def keep_closed(app: Flask) -> None:
    """Closed unless opened: where nothing is declared, visitors are asked to sign in."""

    @app.before_request
    def let_members_in() -> Any:
        if request.endpoint and not is_declared(app, request.endpoint):
            return signed_in(lambda: None)()
        return None


def confirmed(view: Callable[..., Any]) -> Callable[..., Any]:
    """For what must not be done by who finds a screen unlocked: somebody who did not prove lately
    that it is them is asked to, and brought back, text kept."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if me().is_signed_in and not is_confirmed():
            if is_program():
                raise Forbidden(_("Please confirm first that it is you."))
            return _send("security.verify", _("Please confirm first that it is you."))
        return view(*args, **kwargs)

    guarded.needs_confirming = True
    return signed_in(guarded)


def is_confirmed() -> bool:
    """Did they prove who they are within the last quarter of an hour?"""
    settings = current_app.config
    return check_and_update_authn_fresh(
        settings["SECURITY_FRESHNESS"], settings["SECURITY_FRESHNESS_GRACE_PERIOD"])


def prove() -> None:
    """They have just proved who they are."""
    session["fs_paa"] = time.time()


def ask_to_sign_in() -> Any:
    """To the sign-in page and back."""
    return _send("security.login", _("Please sign in first. You will be brought back."))


def _send(endpoint: str, why: str) -> Any:
    """What was typed waits on the page it was typed on; where it is too long for that, it is given
    back at once."""
    back = request.full_path.rstrip("?") if request.method == "GET" else _read(came_from())
    if request.method != "GET" and typed() and not (back and _keep(typed(), back)):
        page = render_template("errors/sign_in_first.html", typed=typed(), came_from=back,
                               action=request.full_path.rstrip("?"), door=endpoint)
        return make_response(page, 401)
    if request.method != "GET":
        session["not_done"] = back or "/"
    flash(why, "first")
    return redirect(url_for(endpoint, next=back or "/"))


def _own(location: str) -> str:
    return _read(location.removeprefix(request.host_url.rstrip("/")))


def _read(address: str) -> str:
    """Browsers write titles of other scripts in percent signs; routes do not."""
    path, mark, query = address.partition("?")
    return unquote(path) + mark + query


def refuse_cookies(app: Flask, beginning: str) -> None:
    """Let no cookie reach the addresses that begin so: another site could make a browser send one,
    and what is the same for everybody must not depend on who asks. None leaves them either: the
    empty session of a refusal would take the place of the one that somebody is signed in with."""
    serve = app.wsgi_app

    def serve_without(environ: dict[str, Any], start_response: Any) -> Any:
        if not environ.get("PATH_INFO", "").startswith(beginning):
            return serve(environ, start_response)
        environ.pop("HTTP_COOKIE", None)

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            kept = [(name, value) for name, value in headers if name.lower() != "set-cookie"]
            return start_response(status, kept, *more)

        return serve(environ, start)

    app.wsgi_app = serve_without


def tell_what_waits(app: Flask) -> None:
    """Whoever comes back from a door hears that what they had asked for is not done yet."""

    @app.after_request
    def say_so(response: Any) -> Any:
        comes_back = (request.endpoint or "").startswith(DOORS) and response.location and (
            session.get("not_done") == _own(response.location))
        if comes_back and time.time() - session.get("fs_paa", 0) < JUST_NOW:
            del session["not_done"]
            flash(_("What you asked for is not done yet: please press its button again."), "first")
        return response


def kept_text() -> MultiDict[str, str]:
    """What a visitor typed on this page before they were sent to sign in; given out once."""
    kept = session.get("kept_text", {})
    if kept.get("on") != request.path:
        return MultiDict()
    return MultiDict(session.pop("kept_text")["typed"])


def _keep(words: list[tuple[str, str]], page: str) -> bool:
    """Keep it in the session's cookie; False when it does not fit."""
    session["kept_text"] = {"on": page.partition("?")[0], "typed": words}
    serializer = current_app.session_interface.get_signing_serializer(current_app)
    if len(serializer.dumps(dict(session))) <= LARGEST_COOKIE:
        return True
    del session["kept_text"]
    return False
