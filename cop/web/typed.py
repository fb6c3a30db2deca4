"""What somebody typed into a form that was not taken, and the page they typed it on.

Which refusals give it back is said in `errors.py` and `session.py`.
"""
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException

#: Fields of ours that nobody typed.
OURS = ("csrf_token", "came_from")


def typed() -> list[tuple[str, str]]:
    """(field, value) of all that was sent, but for empty fields, tokens and passwords."""
    return [(name, value) for name, value in request.form.items(multi=True)
            if value and name not in OURS and "password" not in name]


def came_from() -> str:
    """The path of the page with the form, if it is one of ours that can be opened, else empty."""
    told = request.form.get("came_from") or request.referrer or ""
    path = told.removeprefix(request.host_url.rstrip("/"))
    return path if is_own_page(path) else ""


def is_own_page(address: str) -> bool:
    """Is this the path of a page here? `//elsewhere` and `https://elsewhere` are not."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not address.startswith("/") or address[1:2] in ("/", "\\"):
        return False
    adapter = current_app.create_url_adapter(request)
    try:
        endpoint, _values = adapter.match(parts.path, method="GET")
    except HTTPException:
        return False
    return endpoint != "static"
