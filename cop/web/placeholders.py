"""What is personal on pages that are else the same for many: who they are, their token, how much
waits for them, what they have read; and how long ago something was. In a page or a part of one that
is to be kept these are holes, filled for each reader and moment.
"""
import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, g, request, session
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from cop.web import hints
from cop.web.cached_pages import this_minute
from cop.web.memoized import ago, was_long_ago
from cop.web.rendering import reader_language, site, ui_language
from cop.web.session import me

#: What a session may hold that does.
TOLD = ("_flashes", "kept_text", "hidden_notice")
HOLE = re.compile("\0([a-z]+(?::[0-9]+)?)\0")


def init_app(app: Flask) -> None:
    app.extensions["fillings"] = dict(FILLINGS)
    app.jinja_env.globals |= {"of_reader": of_reader, "bar_depends_on": bar_depends_on}
    app.jinja_env.filters["ago"] = age
    hints.init_app(app)


def add_fillings(app: Flask, fillings: Mapping[str, Callable[..., Any]]) -> None:
    """Let a feature fill holes of its own. One that stands for one of many things has a number."""
    app.extensions["fillings"] |= fillings


def of_reader(what: str, number: int | None = None) -> str:
    """A hole where what is rendered is to be kept, else what fills it."""
    hole = what if number is None else f"{what}:{number}"
    if g.get("has_holes"):
        return Markup(f"\0{hole}\0")
    return _filling(current_app.extensions["fillings"], hole)


def age(moment: datetime) -> str:
    """How long ago it was; the day, which needs no hole, where that was long ago."""
    if not g.get("has_holes") or was_long_ago(moment):
        return ago(moment)
    return of_reader("ago", int(moment.timestamp()))


@contextmanager
def holes() -> Iterator[None]:
    """What is rendered inside is for many."""
    before, g.has_holes = g.get("has_holes", False), True
    try:
        yield
    finally:
        g.has_holes = before


def is_told_something() -> bool:
    """Does this reader hear something on every page that others do not?"""
    return (any(name in session for name in TOLD) or bool(me().letters_stopped_at)
            or me().terms_version != site().terms_version)


def bar_depends_on() -> Hashable | None:
    """All that the band at the top of a page says and leads to (`layout/_bar.html`), but for holes.
    None where it repeats what somebody looks for, or tells the notice of the day."""
    reader, endpoint = me(), request.endpoint
    if site().notice or endpoint == "search.search":
        return None
    terms = ((reader.terms_version == site().terms_version, bool(reader.terms_version))
             if reader.is_signed_in else None)
    return ("bar", request.root_path, endpoint, site().digest, reader.is_signed_in, terms,
            bool(reader.letters_stopped_at),
            tuple(bool(has(reader)) for has in current_app.extensions["abilities"].values()))


def speaks_two_languages() -> bool:
    """Is what is around the page in another language than the page? Holes are filled in that of
    the page."""
    return reader_language() != ui_language()


def abilities_of_reader() -> tuple[bool, ...]:
    """What menus ask."""
    return _abilities(me().id, me().content_version, this_minute())


@lru_cache(2000)
def _abilities(*_depends_on: Hashable) -> tuple[bool, ...]:
    return tuple(bool(has(me())) for has in current_app.extensions["abilities"].values())


def fill(page: str) -> str:
    """The page for who reads now. What people write holds no such sign (`base/text.py`)."""
    parts = HOLE.split(page)
    fillings = current_app.extensions["fillings"]
    filled = {hole: _filling(fillings, hole) for hole in set(parts[1::2])}
    parts[1::2] = [filled[hole] for hole in parts[1::2]]
    return "".join(parts)


def put_instead(page: str, hole: str, own: str) -> str:
    """The page with what is its reader's own in place of what others see there: that stands between
    two such holes."""
    before, _others, after = page.split(f"\0{hole}\0")
    return "".join((before, own, after))  # as text: `own` is markup already


def is_for_all(page: str) -> bool:
    """Is there nothing in it that is its reader's, but ages?"""
    return all(hole.startswith("ago:") for hole in HOLE.findall(page))


def _filling(fillings: Mapping[str, Callable[..., Any]], hole: str) -> str:
    what, _, number = hole.partition(":")
    return escape(fillings[what](int(number)) if number else fillings[what]())


def _badge() -> Any:
    return current_app.jinja_env.globals["slot"]("unread_badge", me())


def _ago(second: int) -> str:
    return ago(datetime.fromtimestamp(second, UTC))


FILLINGS: dict[str, Callable[..., Any]] = {
    "name": lambda: me().name, "initials": lambda: me().initials, "id": lambda: me().id,
    "badge": _badge, "token": generate_csrf, "ago": _ago}
