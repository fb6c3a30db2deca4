"""Flask-Security put into our pages: rejected forms answer 422, confirmation links may write.

The settings, letters and tables of it stand in `people/security.py`.
"""
from typing import Any, NoReturn

from flask import Flask, Response, g, render_template, request

from cop.base.errors import NotFound


def init_app(app: Flask, settings: Any) -> None:
    """Call after Flask-Security is installed. `settings` says which of its pages write
    or are not wanted (`people/security/settings.py`)."""
    app.extensions["writing_endpoints"] = settings.WRITING_ENDPOINTS
    for endpoint in settings.UNWANTED:
        app.view_functions[endpoint] = _nothing

    @app.after_request
    def reject(response: Response) -> Response:
        if g.get("form_was_rejected") and response.status_code == 200:
            response.status_code = 422
        return response


def _nothing() -> NoReturn:
    raise NotFound


def render_account_page(template: str, **context: Any) -> str:
    """Like `render_template`; remembers when the page shows a form that was not taken."""
    forms = [value for value in context.values() if hasattr(value, "errors")]
    g.form_was_rejected = request.method == "POST" and any(form.errors for form in forms)
    return render_template(template, **context)
