"""Answers with Atom (RFC 4287): whoever follows with a feed reader asks often and mostly in vain.

What stands in a feed is said where it is read.
"""
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request

from cop.web.links import public_url
from cop.web.session import refuse_cookies

#: Here feeds stand; readers of feeds have no cookies, and browsers need none.
PREFIX = "/feeds/"
KEPT = 300  # seconds
#: Two signs that are in Unicode and not in XML.
NOT_IN_XML = re.compile("[\ufffe\uffff]")
#: When a feed was last changed in which nothing ever stood.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something to read. `thing` and `born` name it for ever; `url` is where it stands now.

    An author without a name here does not show it to everybody.
    """

    thing: str
    born: date
    url: str
    title: str
    language: str
    published: datetime
    updated: datetime
    author: str = ""
    summary: str = ""
    html: str = ""
    rights: str = ""
    categories: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, kw_only=True)
class Feed:
    """What somebody follows. `url` is the page that shows the same; `named` (thing, born) is for
    feeds whose address is a secret, the others are named by it."""

    url: str
    title: str
    language: str
    entries: Sequence[Entry]
    named: tuple[str, date] | None = None

    @property
    def updated(self) -> datetime:
        return max((entry.updated for entry in self.entries), default=NEVER)


def init_app(app: Flask) -> None:
    refuse_cookies(app, PREFIX)


def answer(feed: Feed, *, private: bool = False) -> Response:
    """The feed, or «not modified». A private one is kept by its reader alone, in no index."""
    response = Response(NOT_IN_XML.sub("", _written(feed)), mimetype="application/atom+xml")
    response.headers["Cache-Control"] = f"{'private' if private else 'public'}, max-age={KEPT}"
    if private:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.add_etag(weak=True)
    response.last_modified = feed.updated
    return response.make_conditional(request)


def tag(thing: str, born: date) -> str:
    """A name that stays when addresses change (RFC 4151): tag:example.org,2026-11-03:topics/12."""
    host = urlsplit(current_app.config["COP"].base_url).hostname
    return f"tag:{host},{born:%Y-%m-%d}:{thing}"


def _written(feed: Feed) -> str:
    """Rendered outside of Flask, which would ask the session who reads."""
    template = current_app.jinja_env.get_template("components/feed.xml")
    return template.render(feed=feed, tag=tag, address=public_url(request.full_path.rstrip("?")))
