"""Each domain error has one status and one page; an API request gets the same as JSON.

The sentences are written where the rules are.
"""
import logging
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from cop.base.db import db
from cop.base.errors import Conflict, CopError, Forbidden, Invalid, NotFound, TooMany
from cop.web.logging import request_id
from cop.web.session import ask_to_sign_in, me

log = logging.getLogger(__name__)

STATUS = {NotFound: 404, Forbidden: 403, Invalid: 422, Conflict: 409, TooMany: 429}


def init_app(app: Flask) -> None:
    app.register_error_handler(CopError, refuse)
    app.register_error_handler(CSRFError, lost_token)
    app.register_error_handler(HTTPException, refuse_http)
    app.register_error_handler(Exception, stumble)


def refuse(error: CopError) -> Any:
    """A refusal. Somebody who is only not signed in is sent to sign in."""
    if isinstance(error, Forbidden) and not me().is_signed_in and not _is_api():
        return ask_to_sign_in()
    status = STATUS[type(error)]
    if isinstance(error, Forbidden) and not me().is_signed_in:
        status = 401
    fields = error.fields if isinstance(error, Invalid) else None
    response = _answer(status, str(error), fields)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = format_datetime(error.until, usegmt=True)
    log.info("refused", extra={"status": status, "person": me().id, "reason": str(error)})
    return response


def lost_token(error: CSRFError) -> Any:
    """The form was too old or came from elsewhere: say so and give back what was typed."""
    db.session.rollback()
    if _is_api():
        return _answer(400, str(error.description))
    typed = {n: v for n, v in request.form.items() if n not in ("csrf_token", "password") and v}
    page = render_template("errors/lost_token.html", typed=typed, action=request.full_path)
    return make_response(page, 400)


def refuse_http(error: HTTPException) -> Any:
    """What Flask and Werkzeug refuse: unknown addresses, wrong methods, too large uploads."""
    if error.response is not None or (error.code or 500) < 400:
        return error
    sentences = {
        404: _("There is nothing at this address."),
        405: _("This address cannot be used like that."),
        413: _("That is too large."),
        429: _("Too many tries. Please wait a little."),
    }
    response = _answer(error.code, sentences.get(error.code, error.description))
    retry: datetime | int | None = getattr(error, "retry_after", None)
    if retry:
        response.headers["Retry-After"] = str(retry)
    return response


def stumble(error: Exception) -> Any:
    """A bug. The page needs nothing that could be broken; its id is in the log."""
    log.exception("bug")
    db.session.rollback()
    if _is_api():
        return _problem(500, _("Something broke on our side."), None)
    return make_response(render_template("errors/broken.html", request_id=request_id()), 500)


def _answer(status: int | None, sentence: str | None, fields: dict | None = None) -> Response:
    db.session.rollback()
    if _is_api():
        return _problem(status or 500, sentence or "", fields)
    page = render_template("errors/page.html", status=status, message=sentence, fields=fields,
                           request_id=request_id())
    return make_response(page, status)


def _problem(status: int, sentence: str, fields: dict | None) -> Response:
    """RFC 9457 problem details."""
    body = {"type": "about:blank", "status": status, "detail": sentence,
            "request_id": request_id()}
    response = jsonify(body | ({"fields": fields} if fields else {}))
    response.status_code, response.mimetype = status, "application/problem+json"
    return response


def _is_api() -> bool:
    return request.path.startswith("/api/v1")
