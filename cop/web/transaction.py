"""One transaction per request: a page that was answered is stored, an error is not."""
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, request

from cop.base.db import begin_writing, db

SAFE = {"GET", "HEAD", "OPTIONS"}


def writes(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a GET that must write: confirmation links and the like."""
    view.writes = True
    return view


def init_app(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        if request.method not in SAFE or _is_marked():
            begin_writing()

    @app.after_request
    def end(response: Response) -> Response:
        if response.status_code < 400:
            db.session.commit()
        else:
            db.session.rollback()
        return response


def _is_marked() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "writes", False) or request.endpoint in current_app.extensions.get(
        "writing_endpoints", ())
