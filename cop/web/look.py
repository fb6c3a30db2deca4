"""How a reader wants the pages: which colours, how large, with pictures or without, with single
keys or without, and whether anything of what they read stays on their device.

A member's choice is kept with the account and holds wherever they sign in, unless they made one for
this browser alone: somebody's telephone may differ from their desk. That one, and the choice of a
visitor, is kept in the browser. The server writes it on <html>, so nothing flickers; css/tokens.css
says what it means.
"""
import re
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, g, has_request_context
from flask_babel import gettext as _
from markupsafe import Markup

from cop.web import cookies

#: Holds these choices, and nothing else.
LOOK_COOKIE = "look"
THEMES = ("system", "light", "dark", "contrast")
SIZES = ("normal", "large", "larger")
TEXT_ONLY = "text"
NO_KEYS = "no-keys"
KEEPS_NOTHING = "unkept"
#: In the browser: a choice for this browser alone, whatever the account says.
HERE = "here"
#: Pictures that come from an address. Ours stand in a link to the whole picture.
PICTURE = re.compile(r'<img (?![^>]*src="data:)[^>]*>')
ALT = re.compile(r' alt="([^"]*)"')
#: Colours of the browser's own frame around the pages: as the band at the top (--card).
FRAMES = {"light": "#ffffff", "dark": "#1b2024"}


@dataclass(frozen=True)
class Look:
    """The first of each is what nobody chose."""

    theme: str = THEMES[0]
    size: str = SIZES[0]
    #: No pictures, no maps, no avatars.
    text_only: bool = False
    #: Single keys do nothing.
    no_keys: bool = False
    #: Neither pages nor a list of them stay on this device (`last_read.py`).
    keeps_nothing: bool = False

    @classmethod
    def read(cls, words: str) -> "Look":
        """What is not known counts as not said."""
        said = words.split(".")
        return cls(_first_of(THEMES, said), _first_of(SIZES, said), TEXT_ONLY in said,
                   NO_KEYS in said, KEEPS_NOTHING in said)

    @property
    def written(self) -> str:
        return ".".join([self.theme, self.size] + [TEXT_ONLY] * self.text_only
                        + [NO_KEYS] * self.no_keys + [KEEPS_NOTHING] * self.keeps_nothing)

    @property
    def attributes(self) -> Markup:
        """For <html>; nothing where nothing was chosen."""
        said = [Markup(' data-theme="{}"').format(self.theme)] * (self.theme != THEMES[0])
        said += [Markup(' data-size="{}"').format(self.size)] * (self.size != SIZES[0])
        return Markup("").join(said)

    @property
    def schemes(self) -> tuple[str, ...]:
        return (self.theme,) if self.theme in FRAMES else tuple(FRAMES)

    @property
    def frames(self) -> dict[str, str]:
        """Scheme → colour of the browser's frame."""
        return {scheme: FRAMES[scheme] for scheme in self.schemes}


AS_IT_COMES = Look()


def init_app(app: Flask) -> None:
    app.jinja_env.globals |= {"look": look, "is_of_this_browser": is_of_this_browser}
    app.jinja_env.filters["as_looked_at"] = as_looked_at


def look() -> Look:
    """Of who reads now. Jobs and commands have no reader."""
    if not has_request_context():
        return AS_IT_COMES
    here = g._get_current_object()  # each part of a page asks, and through `g` four times
    reader = here.get("_login_user")
    if "look" not in here or here.looks_so is not reader:
        here.look, here.looks_so = Look.read(_said_of(reader)), reader
    return here.look


def is_of_this_browser() -> bool:
    """Was this choice made for this browser alone?"""
    return HERE in cookies.read(LOOK_COOKIE).split(".")


def as_looked_at(html: str) -> str:
    """Part of a page with what its pictures show instead of them, for who wants no pictures."""
    return PICTURE.sub(_in_words, html) if look().text_only else html


def keep_look(response: Response, chosen: Look, *, above_account: bool) -> Response:
    """Let the browser remember it for a year. `above_account`: for this browser alone."""
    said = f"{chosen.written}.{HERE}" if above_account else chosen.written
    cookies.give(response, LOOK_COOKIE, said, seconds=366 * 24 * 3600)
    return response


def leave_to_account(response: Response) -> Response:
    cookies.take_back(response, LOOK_COOKIE)
    return response


def _said_of(reader: Any) -> str:
    """Where nobody has asked yet who reads, the browser's word holds: a page of an error must not
    ask the database."""
    return is_of_this_browser() and cookies.read(LOOK_COOKIE) or (
        getattr(reader, "look", "") or cookies.read(LOOK_COOKIE))


def _in_words(picture: re.Match[str]) -> str:
    said = ALT.search(picture[0])
    words = f": {said[1]}" if said and said[1] else ""
    return "<span>[" + _("Picture") + words + "]</span>"


def _first_of(known: tuple[str, ...], said: list[str]) -> str:
    return next((word for word in said if word in known), known[0])
