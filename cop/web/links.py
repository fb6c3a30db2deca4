"""Addresses for letters: they begin with the configured base address, whatever host was asked.

A letter must never carry an address that somebody made up in the Host header.
"""
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from flask import Flask, current_app

from cop.web.partial import whole


def init_app(app: Flask) -> None:
    app.jinja_env.globals["public_url"] = public_url


@contextmanager
def as_if_asked() -> Iterator[None]:
    """For jobs that write what belongs to a request: its addresses are those of this site."""
    with current_app.test_request_context(base_url=current_app.config["COP"].base_url):
        yield


def default_language() -> str:
    """In which pages and letters speak to who has not chosen."""
    return current_app.config["COP"].language_list[0]


def language_of(wish: str) -> str:
    """In which letters and feeds speak to who wishes for this one: not every one is offered, and
    a letter is all in one language."""
    offered = whole(current_app.config["COP"].language_list)
    return wish if wish in offered else default_language()


def public_url(address: str) -> str:
    """The full public address of a path or address of this site."""
    parts = urlsplit(address)
    base = current_app.config["COP"].base_url.rstrip("/")
    return base + (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
