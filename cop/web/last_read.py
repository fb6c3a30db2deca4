"""What somebody read last: which pages their device may keep to be read without a connection, and
what is listed for them as recently viewed. Both lie on the device: the list in a cookie with
addresses alone, the pages with the worker (static/js/worker.js).

What such a page shows is said by the feature it belongs to; where the list stands, in `pages/`.
"""
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, g, request, session

from cop.web import cookies
from cop.web.look import look
from cop.web.session import me
from cop.web.sign_ins import this_sign_in

#: Whose it is, then what they opened, the last first; and nothing else.
RECENT_COOKIE = "recent"
MOST = 20
SECONDS = 30 * 24 * 3600
#: Who reads, for the worker: pages of another reader are thrown away. Visitors are all one.
VISITOR = "visitor"


def kept_as(kind: str, part: str) -> Callable[..., Any]:
    """Mark the page of a thing of this kind, which is known by that part of the address."""
    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        view.kept_as = (kind, part)
        return view

    return mark


def init_app(app: Flask) -> None:
    app.jinja_env.globals["may_be_kept"] = lambda: bool(_kept_as())

    @app.after_request
    def tell(response: Response) -> Response:
        if request.endpoint == "security.logout":
            cookies.take_back(response, RECENT_COOKIE)
        elif _is_page(response) and (reader := _reader()):
            response.headers["X-Reader"] = reader
            if _kept_as() and not look().keeps_nothing:
                _offer(response)
        return response


def list_read() -> list[tuple[str, str]]:
    """(kind, which) of what this person opened here, the last first."""
    whose, *things = cookies.read(RECENT_COOKIE).split("/")
    if not me().is_signed_in or whose != str(me().id):
        return []
    return [(kind, which) for kind, mark, which in
            (thing.partition(":") for thing in things[:MOST]) if mark]


def forget(response: Response) -> Response:
    cookies.take_back(response, RECENT_COOKIE)
    return response


def may_keep_pages() -> bool:
    """Only a device on which they asked to stay signed in is surely theirs. What visitors read is
    open to everybody."""
    return not me().is_signed_in or getattr(this_sign_in(), "is_remembered", False)


def _offer(response: Response) -> None:
    if may_keep_pages():
        response.headers["X-Keep"] = "yes"
    if me().is_signed_in:
        kind, part = _kept_as()
        this = (kind, str((request.view_args or {})[part]))
        read = [this, *(thing for thing in list_read() if thing != this)][:MOST]
        said = "/".join([str(me().id), *(f"{kind}:{which}" for kind, which in read)])
        cookies.give(response, RECENT_COOKIE, said, seconds=SECONDS)


def _is_page(response: Response) -> bool:
    return (request.method == "GET" and response.mimetype == "text/html"
            and response.status_code in (200, 304))


def _reader() -> str:
    """Empty where nobody asked who it is, though it may be somebody."""
    if sign_in := this_sign_in():
        return str(sign_in.id)
    return "" if "_user_id" in session and "_login_user" not in g else VISITOR


def _kept_as() -> tuple[str, str] | None:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "kept_as", None)
