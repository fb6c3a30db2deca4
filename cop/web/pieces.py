"""Parts of pages that are made once in each process for everything they depend on, and shown again
wherever that is the same. What is their reader's or the moment's in them are holes (`personal.py`).

Which parts these are, templates say; what they depend on, whoever hands over the key.
"""
import hashlib
from collections.abc import Callable
from threading import Lock

from flask import Flask, g
from markupsafe import Markup

from cop.web import personal
from cop.web.look import look
from cop.web.remembered import language

#: Bytes of all parts that one process keeps: a post takes three thousand or so.
MOST = 16_000_000
_parts: dict[bytes, bytes] = {}
_lock = Lock()
_size = 0


def init_app(app: Flask) -> None:
    personal.init_app(app)
    app.jinja_env.globals["part"] = part


def part(key: object, make: Callable[..., str], *args: object) -> str:
    """A part of a page, made once for the same `key`, which tells all that it depends on besides
    the language and whether pictures are wanted: words, numbers, moments and tuples of them. None:
    it is made each time. What is its reader's in it is that of who reads now."""
    if key is None:
        return make(*args)
    place = _place(key)
    found = _parts.get(place)
    if found is None:
        with personal.holes():
            found = str(make(*args)).encode()
        _keep(place, found)
    made = found.decode()
    return Markup(made if "\0" not in made or g.get("has_holes") else personal.fill(made))


def _place(key: object) -> bytes:
    """A sum of it: the key of a post holds its text, which would be kept twice."""
    known = repr((language(), look().text_only, key)).encode(errors="surrogatepass")
    return hashlib.blake2b(known, digest_size=16).digest()


def _keep(place: bytes, made: bytes) -> None:
    """Those that were made first go first."""
    global _size
    with _lock:
        _size += len(made) - len(_parts.get(place, b""))
        _parts[place] = made
        while _size > MOST:
            _size -= len(_parts.pop(next(iter(_parts))))
