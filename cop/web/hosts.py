"""Under which names this site answers: that of its address, and those of COP_HOSTS.

A made-up Host header reaches no page: it can neither fill a cache, nor get into an address, nor let
a page of elsewhere pass itself off as one of ours (DNS rebinding). What watches the processes asks
by number, and is answered.
"""
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.exceptions import MisdirectedRequest

#: These tell no names, and are asked at whatever address a process has.
WATCHING = {"pages.alive", "pages.ready", "pages.metrics"}
#: All the names of the machine itself, where that is where the site is.
HERE = {"localhost", "127.0.0.1", "::1"}


def init_app(app: Flask, base_url: str, more: list[str], *, is_demo: bool) -> None:
    """Call before anything else answers a request. The demo is tried out at whatever number a
    machine has: who would trick a browser needs a name."""
    names = {name.lower() for name in more} | {urlsplit(base_url).hostname or ""}
    names |= HERE if names & HERE else set()

    @app.before_request
    def refuse_other_names() -> None:
        if request.endpoint in WATCHING:
            return
        name = name_in(request.host)
        if name not in names and not (is_demo and _is_number(name)):
            raise MisdirectedRequest


def name_in(host: str) -> str:
    """Without port and brackets, in small letters; empty where it is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
