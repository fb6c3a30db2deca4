"""Hints for who is new: three, each on the page it is about, until its reader has put it away.

Which were put away is kept with the account; the browser remembers those of older days and of
days on which nothing can be written. What a hint says stands on its page.
"""
from flask import Flask, Response

from cop.web import cookies
from cop.web.session import me

#: Names those that were put away, and nothing else.
HINTS_COOKIE = "hints"
HINTS = ("home", "space", "library")


def init_app(app: Flask) -> None:
    app.jinja_env.globals["shows_hint"] = shows_hint


def shows_hint(name: str) -> bool:
    """Visitors see none: their pages say themselves what this is."""
    return me().is_signed_in and name not in _put_away()


def with_one_more(name: str) -> str:
    """All that were put away, this one included."""
    names = [*_put_away(), name]
    return ".".join(each for each in HINTS if each in names)


def remember(response: Response, names: str) -> Response:
    """In the browser."""
    cookies.give(response, HINTS_COOKIE, names, seconds=366 * 24 * 3600)
    return response


def _put_away() -> list[str]:
    return f"{me().hints_away}.{cookies.read(HINTS_COOKIE)}".split(".")
