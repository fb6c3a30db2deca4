"""While nothing can be written: who would write hears so, before anything of it is begun.

What an administrator decides is in `base/site_decisions.py`; what the refusal looks like is said
in `errors.py`.
"""
from collections.abc import Callable, Collection
from typing import Any

from flask import Flask, current_app, request
from flask_babel import get_locale
from flask_babel import gettext as _

from cop.base.errors import ReadOnly
from cop.base.site import read_site
from cop.web.transaction import is_writing


def stays_open(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark what is done even then: what the administrator needs to let others write again."""
    view.stays_open = True
    return view


def init_app(app: Flask, open_endpoints: Collection[str]) -> None:
    """Call before transactions begin. `open_endpoints`: of others, what is done even then."""

    @app.before_request
    def refuse() -> None:
        if not is_writing() or _stays_open(open_endpoints):
            return
        site = read_site()
        if site.read_only:
            reason = site.read_only_reason_in(get_locale().language)
            raise ReadOnly(" ".join([_("Nothing can be written here at this moment."), reason]
                                    ).strip())


def _stays_open(open_endpoints: Collection[str]) -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "stays_open", False) or request.endpoint in open_endpoints
