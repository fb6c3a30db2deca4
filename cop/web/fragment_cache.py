"""Parts of pages that are made once for everything they depend on, and shown again by all processes
of a server wherever that is the same. What is their reader's or the moment's in them are holes
(`placeholders.py`).

Which parts these are, templates say; what they depend on, whoever hands over the key.
"""
import hashlib
import json
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, g
from markupsafe import Markup

from cop.base.shared_cache import SharedCache
from cop.web import placeholders
from cop.web.look import look
from cop.web.memoized import language

#: How many are kept by a server, and their bytes at most: a post takes three thousand or so.
MOST, LARGEST = 4096, 16_384


def init_app(app: Flask) -> None:
    placeholders.init_app(app)
    app.extensions["parts"] = SharedCache(MOST, LARGEST)
    app.jinja_env.globals["part"] = part


def part(key: object, make: Callable[..., str], *args: object) -> str:
    """A part of a page, made once for the same `key`, which tells all that it depends on besides
    the language and whether pictures are wanted: words, numbers, moments and tuples of them. None:
    it is made each time. What is its reader's in it is that of who reads now."""
    if key is None:
        return make(*args)
    place, parts = _place(key), current_app.extensions["parts"]
    found = parts.get(place)
    if found is None:
        with placeholders.holes():
            found = str(make(*args)).encode()
        parts.put(place, found)
    made = found.decode()
    return Markup(made if "\0" not in made or g.get("has_holes") else placeholders.fill(made))


def numbers(key: object, count: Callable[..., dict[str, Any]], *args: object) -> dict[str, Any]:
    """What was counted, kept in the same way for the same `key`; as JSON, so without tuples."""
    return json.loads(part(("numbers", key), lambda: json.dumps(count(*args))))


def _place(key: object) -> bytes:
    """A sum of it: the key of a post holds its text, which would be kept twice."""
    known = repr((language(), look().text_only, key)).encode(errors="surrogatepass")
    return hashlib.blake2b(known, digest_size=16).digest()
