"""Each domain error has one status and one page; an API request gets the same as JSON.

The sentences are written where the rules are.
"""
import logging
from collections.abc import Sequence
from contextlib import suppress
from email.utils import format_datetime
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import (
    HTTPException,
    InternalServerError,
    MethodNotAllowed,
    MisdirectedRequest,
)

from cop.base.db import IntegrityError, OperationalError, db, id_of, is_taken, was_in_the_way
from cop.base.errors import Conflict, CopError, Forbidden, Invalid, NotFound, ReadOnly, TooMany
from cop.web import outages
from cop.web.limits import said_of, seconds_until_free
from cop.web.logging import request_id
from cop.web.session import ask_to_sign_in, is_program, me
from cop.web.typed import came_from, typed

log = logging.getLogger(__name__)

STATUS = {NotFound: 404, Forbidden: 403, Invalid: 422, Conflict: 409, TooMany: 429, ReadOnly: 503}
#: How long a program may wait before it tries to write again; seconds.
TRY_AGAIN = 300
#: A field with more is a text somebody would miss.
SHORT = 60  # characters


def init_app(app: Flask) -> None:
    app.register_error_handler(CopError, refuse)
    app.register_error_handler(ReadOnly, refuse_to_write)
    app.register_error_handler(CSRFError, lost_token)
    app.register_error_handler(MisdirectedRequest, refuse_name)
    app.register_error_handler(HTTPException, refuse_http)
    app.register_error_handler(IntegrityError, refuse_twice)
    app.register_error_handler(OperationalError, refuse_in_a_crowd)
    app.register_error_handler(Exception, stumble)


def refuse(error: CopError) -> Any:
    """A refusal. Somebody who is only not signed in is sent to sign in."""
    db.session.rollback()
    status = STATUS[type(error)]
    if isinstance(error, Forbidden) and not me().is_signed_in:
        if not is_program():
            return ask_to_sign_in()
        status = 401
    log.info("refused", extra={"status": status, "person": id_of(me()), "reason": str(error)})
    response = _answer(status, str(error), getattr(error, "fields", None), _texts())
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = format_datetime(error.until, usegmt=True)
    return response


def refuse_to_write(error: ReadOnly) -> Any:
    """Nothing can be stored now: what was typed comes back, to be kept or sent again later."""
    if is_program():
        response = _answer(503, str(error))
    else:
        response = make_response(render_template(
            "errors/read_only.html", message=str(error), typed=typed(), came_from=came_from(),
            action=request.full_path.rstrip("?")), 503)
    response.headers["Retry-After"] = str(TRY_AGAIN)
    return response


def lost_token(error: CSRFError) -> Any:
    """The form was too old or came from elsewhere: say so and give back what was typed."""
    db.session.rollback()
    if is_program():
        return _answer(400, str(error.description))
    page = render_template("errors/lost_token.html", typed=typed(), came_from=came_from(),
                           action=request.full_path.rstrip("?"))
    return make_response(page, 400)


def refuse_name(_error: MisdirectedRequest) -> Any:
    """Asked under a name that is none of ours: anybody can make up one, so nothing is looked up."""
    outages.ask_nobody()
    sentence = _("This site does not answer to the name under which it was asked.")
    if is_program():
        return _problem(421, sentence, None)
    return make_response(render_template("errors/wrong_name.html", message=sentence), 421)


def refuse_http(error: HTTPException) -> Any:
    """What Flask and Werkzeug refuse: unknown addresses, wrong methods, too large uploads."""
    if isinstance(error, InternalServerError):  # something broke while an error was told
        return stumble(error.original_exception or error)
    if error.response is not None or (error.code or 500) < 400:
        return error
    db.session.rollback()
    sentences = {
        404: _("There is nothing at this address."),
        405: _("This address cannot be used like that."),
        413: _("That is too large."),
        429: said_of(error) or _("Too many tries. Please wait a little."),
    }
    response = _answer(error.code or 500, sentences.get(error.code, error.description or ""),
                       texts=_texts() if error.code == 429 else ())
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    if error.code == 429:
        response.headers["Retry-After"] = str(seconds_until_free())
    return response


def refuse_twice(error: IntegrityError) -> Any:
    """Two at once wrote the same: the second hears that it is done. Else it is a bug."""
    if not is_taken(error):
        return stumble(error)
    return refuse(Conflict(_("Somebody did the same a moment before. Look at the page again.")))


def refuse_in_a_crowd(error: OperationalError) -> Any:
    """Too many at once in the same place: nothing was stored, and trying again will do."""
    if not was_in_the_way(error):
        return stumble(error)
    return refuse(Conflict(_("Many people are writing here at this moment. Please try again.")))


def stumble(error: Exception) -> Any:
    """An outage, else a bug: its page asks nothing that could be broken; its id is in the log."""
    if outage := outages.outage_of(error):
        return refuse_while_out(error, outage)
    log.error("bug", exc_info=error)
    db.session.rollback()
    outages.ask_nobody()
    if is_program():
        return _problem(500, "Something broke on our side.", None)
    return make_response(render_template("errors/broken.html", request_id=request_id()), 500)


def refuse_while_out(error: Exception, outage: outages.Outage) -> Any:
    """Nobody's fault here, and over some time."""
    log.error("outage", extra={"status": outage.status, "problem": str(error).partition("\n")[0]})
    with suppress(OperationalError):
        db.session.rollback()
    if is_program():
        return _problem(outage.status, outage.sentence, None)
    return outages.page(outage)


def _texts() -> list[str]:
    """What was typed that somebody would miss."""
    return [text for _name, text in typed() if len(text) > SHORT or "\n" in text]


def _answer(status: int, sentence: str, fields: dict[str, str] | None = None,
            texts: Sequence[str] = ()) -> Response:
    if is_program():
        return _problem(status, sentence, fields)
    page = render_template("errors/page.html", status=status, message=sentence, fields=fields,
                           texts=texts, request_id=request_id())
    return make_response(page, status)


def _problem(status: int, sentence: str, fields: dict[str, str] | None) -> Response:
    """RFC 9457 problem details."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status,
            "detail": sentence, "request_id": request_id()}
    response = jsonify(body | ({"fields": fields} if fields else {}))
    response.status_code, response.mimetype = status, "application/problem+json"
    return response
