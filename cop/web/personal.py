"""What is personal on pages that are else the same for many members: who they are, their token and
how much waits for them. In a page that is to be kept these are holes, filled for each reader.
"""
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, current_app, g, session
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from cop.web.rendering import site
from cop.web.session import me

#: What a session may hold that does.
TOLD = ("_flashes", "kept_text", "hidden_notice")
HOLE = re.compile("\0([a-z]+)\0")


def init_app(app: Flask) -> None:
    app.jinja_env.globals["of_reader"] = of_reader


def of_reader(what: str) -> Markup:
    """`what` is one of FILLINGS: a hole where the page is to be kept."""
    return Markup(f"\0{what}\0") if g.get("has_holes") else escape(FILLINGS[what]())


@contextmanager
def holes() -> Iterator[None]:
    """What is rendered inside is for many."""
    g.has_holes = True
    try:
        yield
    finally:
        g.has_holes = False


def is_told_something() -> bool:
    """Does this reader hear something on every page that others do not?"""
    return (any(name in session for name in TOLD) or bool(me().letters_stopped_at)
            or me().terms_version != site().terms_version)


def abilities_of_reader() -> tuple[bool, ...]:
    """What menus ask."""
    return tuple(bool(has(me())) for has in current_app.extensions["abilities"].values())


def fill(page: str) -> str:
    """The page for who reads now. What people write holds no such sign (`base/text.py`)."""
    filled: dict[str, str] = {}
    parts = HOLE.split(page)
    for place in range(1, len(parts), 2):
        what = parts[place]
        if what not in filled:
            filled[what] = escape(FILLINGS[what]())
        parts[place] = filled[what]
    return "".join(parts)


def _badge() -> Any:
    return current_app.jinja_env.globals["slot"]("unread_badge", me())


FILLINGS: dict[str, Callable[[], Any]] = {
    "name": lambda: me().name, "initials": lambda: me().initials, "id": lambda: me().id,
    "badge": _badge, "token": generate_csrf}
