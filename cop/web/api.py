"""The API as a whole: how a feature offers a resource, how it is described, the page about it.

Whose key opens it is the matter of `api_keys.py`; what a resource is, of each feature's `api.py`.
"""
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any, NoReturn

import flask_smorest
from flask import Blueprint as Pages
from flask import Flask, Request, current_app, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import Schema as AnySchema
from marshmallow import fields
from marshmallow.validate import OneOf
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest, HTTPException

from cop.base.errors import Invalid
from cop.base.text import clean
from cop.web import errors
from cop.web.api_keys import PREFIX, has_key
from cop.web.limits import limiter
from cop.web.links import public_url
from cop.web.session import open_to_visitors

JSON = "application/json"
#: How often visitors without a key may ask, by address.
FOR_VISITORS = "60/minute;1000/hour"
#: What every resource may answer besides what it is for; 422 is added where something is given.
REFUSALS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND,
            HTTPStatus.TOO_MANY_REQUESTS)
ABOUT = _l(
    "Read topics, posts, cases, search results and digests, and write posts. What is public can "
    "be read without a key. A personal key, made in one's settings and sent as “Authorization: "
    "Bearer …”, sees and may do what its person may, within its scopes. Lists come in pages: hand "
    "“next” back as “after”. Times are in UTC. Refusals are problem details (RFC 9457).")

pages = Pages("api", __name__)
MESSAGES = {"required": _l("This is missing."), "null": _l("This is missing."),
            "invalid": _l("This has not the right form.")}


class Schema(AnySchema):
    """What is given or answered; it refuses in our words."""

    error_messages = {"unknown": _l("There is no such field."),
                      "type": _l("This is not a JSON object.")}


class Text(fields.String):
    """Words, without the control characters no database wants."""

    default_error_messages = MESSAGES

    def _deserialize(self, *args: Any, **kwargs: Any) -> str:
        return clean(super()._deserialize(*args, **kwargs))


class Choice(Text):
    """One of a few words."""

    def __init__(self, choices: Iterable[str], **more: Any):
        wrong = _l("This must be one of: {choices}.")
        super().__init__(validate=OneOf(list(choices), error=wrong), **more)


class Number(fields.Integer):
    """A whole number."""

    default_error_messages = MESSAGES | {"too_large": _l("This has not the right form.")}


class Moment(fields.DateTime):
    """A moment as ISO 8601, in UTC."""


class ProblemSchema(Schema):
    """A refusal, as `errors.py` writes it."""

    type = fields.Str()
    title = fields.Str()
    status = fields.Int()
    detail = fields.Str(metadata={"description": _l("A sentence for a person")})
    fields_ = fields.Dict(fields.Str(), fields.Str(), data_key="fields", metadata={
        "description": _l("What is wrong, by field")})
    request_id = fields.Str(metadata={"description": _l("The id of this request in the log")})


class _Parser(FlaskParser):
    """Reads what is given; what cannot be taken is Invalid, as everywhere."""

    def load_json(self, req: Request, schema: AnySchema) -> Any:
        try:
            return super().load_json(req, schema)
        except RecursionError as endless:
            raise BadRequest(_("The body is not JSON.")) from endless

    def _handle_invalid_json_error(self, error: Exception, *_args: Any) -> NoReturn:
        raise BadRequest(_("The body is not JSON.")) from error

    def handle_error(self, error: Any, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise Invalid(_by_field(error.messages)) from error


class Blueprint(flask_smorest.Blueprint):
    """The resources of one feature."""

    ARGUMENTS_PARSER = _Parser()

    def __init__(self, noun: str, module: str, *, description: Any):
        super().__init__(f"api-{noun}", module, url_prefix=PREFIX, description=description)
        limiter.shared_limit(FOR_VISITORS, scope="api", exempt_when=has_key)(self)

    def response(self, status_code: int, schema: Any = None, **more: Any) -> Callable[..., Any]:
        """What a view answers, and the refusals that everything may answer."""
        answer = super().response(status_code, schema, content_type=JSON, **more)

        def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
            view = answer(view)
            for status in REFUSALS:
                view = self.alt_response(status, status.name)(view)
            return self.doc(operationId=view.__name__)(view)

        return decorate

    def needs_key(self, view: Callable[..., Any]) -> Callable[..., Any]:
        """Nothing for visitors. Writing needs a key without saying so."""
        view.needs_key = True
        return self.doc(security=[{"key": []}])(view)


class _Api(flask_smorest.Api):
    ERROR_SCHEMA = ProblemSchema
    DEFAULT_RESPONSE_CONTENT_TYPE = "application/problem+json"
    DEFAULT_ERROR_RESPONSE_NAME = None

    def handle_http_exception(self, error: HTTPException) -> Any:
        return errors.refuse_http(error)


def init_app(app: Flask, blueprints: Iterable[Blueprint]) -> None:
    """Offer the resources of these blueprints, and describe them."""
    base_url = app.config["COP"].base_url.rstrip("/")
    app.config |= {
        "API_TITLE": "cop", "API_VERSION": "1", "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": PREFIX,
        "API_SPEC_OPTIONS": {"info": {"description": ABOUT}, "servers": [{"url": base_url}],
                             "security": [{}, {"key": []}]},
    }
    api = app.extensions["api"] = _Api(app)
    api.spec.components.security_scheme("key", {
        "type": "http", "scheme": "bearer", "description": _l("A personal key")})
    for blueprint in blueprints:
        api.register_blueprint(blueprint)
        app.extensions["csrf"].exempt(blueprint)  # no cookie opens anything here
    app.register_blueprint(pages)


@pages.get("/api/docs")
@open_to_visitors
def docs() -> str:
    return render_template("api/docs.html", document=current_app.extensions["api"].spec.to_dict())


def address_of(endpoint: str, **values: Any) -> str:
    """The full address of a page."""
    return public_url(url_for(endpoint, **values))


def _by_field(messages: Mapping[str, Any]) -> dict[str, str]:
    """Sentences by field from {"json": {"source": ["…"]}}."""
    found = {}
    for given in messages.values():
        named = given if isinstance(given, Mapping) else {"_schema": given}
        for name, sentences in named.items():
            found["body" if name == "_schema" else name] = " ".join(map(str, sentences))
    return found
