"""Pages that are the same for every visitor, kept in this process until anything changes.

A kept page is shown again only to somebody who is nobody to us, in the same language and the
same look, while the version of the content (`base/content_version.py`) is the one it was made at,
within the same minute: what a page says of time ("3 hours ago", a poll that ends) is true to the
minute. Which pages are kept, their routes say (`same_for_visitors`); why it holds,
docs/performance.md.
"""
import hashlib
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Protocol

from flask import Flask, Response, current_app, g, request, session

from cop.base.clock import now
from cop.base.content_version import read_version
from cop.web import cookies, personal
from cop.web.look import look
from cop.web.rendering import language_of_visitor, reader_language, site
from cop.web.session import me

#: Bytes of all pages that one process keeps: those for visitors as they are, beside what
#: Flask-Compress makes of them; those for members, of which there are more, compressed.
MOST = 8_000_000
#: What the session of somebody who is nobody to us may hold: a token that is on no kept page, and
#: that nobody signed in freshly.
NOBODYS = {"csrf_token", "_fresh"}
#: In which members see the same.
GROUPS = ("inside", "outside")
#: Cookies that say who somebody is, or may.
TELLING = ("remember_token",)


@dataclass(frozen=True)
class Kept:
    """A page as it was made, its compressed forms, and when it is still true."""

    made_at: tuple[int, int]
    body: bytes
    etag: str = ""
    facts: Any = None
    compressed: dict[str, bytes] = field(default_factory=dict)


class Shelf:
    """The kept pages of one application; those least asked for go first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[Hashable, ...], Kept] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def find(self, place: tuple[Hashable, ...], made_at: tuple[int, int]) -> Kept | None:
        with self._lock:
            kept = self._pages.get(place)
            if kept is None or kept.made_at != made_at:
                return None
            self._pages.move_to_end(place)
            return kept

    def put(self, place: tuple[Hashable, ...], kept: Kept) -> None:
        with self._lock:
            before = self._pages.pop(place, None)
            self._size += len(kept.body) - (len(before.body) if before else 0)
            self._pages[place] = kept
            while self._size > MOST:
                self._size -= len(self._pages.popitem(last=False)[1].body)

    def __len__(self) -> int:
        return len(self._pages)


class CompressedForms:
    """Where Flask-Compress finds what it made of a kept page before."""

    def get(self, way: str) -> bytes | None:
        return g.kept_page.compressed.get(way) if "kept_page" in g else None

    def set(self, way: str, form: bytes) -> None:
        if "kept_page" in g:
            g.kept_page.compressed[way] = form


def same_for_visitors(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a page that for visitors depends on address, language, look and content alone."""
    view.same_for_visitors = True
    return view


def same_for_visitors_while(read: Callable[[], Hashable]) -> Callable[..., Any]:
    """The same for a page that depends on something else, too: `read` tells its state, and is asked
    before the page is made."""
    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        view.same_while = read
        return same_for_visitors(view)

    return mark


def init_app(app: Flask) -> None:
    """Call right after transactions, which choose the database that is read, and Flask-Compress."""
    app.extensions["kept_pages"] = Shelf()
    app.before_request(_show_again)
    app.after_request(_keep)


def _show_again() -> Response | None:
    """The page, if it is kept and still true."""
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "same_for_visitors", False) or not _is_nobody():
        return None
    state = getattr(view, "same_while", lambda: None)()
    g.kept_place = (*_where(), language_of_visitor(), look().written, state)
    g.made_at = _at(read_version())
    kept = _shelf().find(g.kept_place, g.made_at)
    return _answer(Response(kept.body, mimetype="text/html"), kept) if kept else None


def _keep(response: Response) -> Response:
    """Keep a page that was made now, unless it says something to this visitor alone."""
    if "kept_place" not in g or "kept_page" in g or not _is_for_all(response):
        return response
    body = response.get_data()
    kept = Kept(g.made_at, body, hashlib.sha256(body).hexdigest()[:32])
    _shelf().put(g.kept_place, kept)
    return _answer(response, kept)


def _answer(response: Response, kept: Kept) -> Response:
    """Tagged with what it says: whoever has just that already gets 304."""
    g.kept_page = kept
    response.set_etag(kept.etag)
    response.vary.update(("Cookie", "Accept-Language"))
    return response.make_conditional(request)


class Facts(Protocol):
    """What whoever keeps a page for members must know of it."""

    def group_of(self, person: Any) -> Hashable:
        """Those who see the same: one of GROUPS or, for who has something of their own on it,
        their id."""


class ForMembers:
    """The page at this address for members of one kind: `kind` is all that such a page depends on
    besides the content. What is personal on it are holes (`personal.py`), filled for who reads."""

    def __init__(self, kind: Hashable, version: int) -> None:
        """`version`: of the content, read before anything that the page says."""
        self._place = (*_where(), reader_language(), look().written, kind)
        self._made_at = _at(version)

    def find(self) -> Kept | None:
        """The page of the group that this member is in."""
        for group in (me().id, *GROUPS):
            kept = _shelf().find((*self._place, group), self._made_at)
            if kept and kept.facts.group_of(me()) == group:
                return kept
        return None

    def make(self, make: Callable[[], tuple[str, Facts | None]]) -> str:
        """The page, made anew, and kept where there are facts to keep with it."""
        with personal.holes():
            page, facts = make()
        if facts is not None:
            kept = Kept(self._made_at, zlib.compress(page.encode(), 1), facts=facts)
            _shelf().put((*self._place, facts.group_of(me())), kept)
        return personal.fill(page)


def show(kept: Kept) -> str:
    """A page for members, as the one sees it who reads now."""
    return personal.fill(zlib.decompress(kept.body).decode())


def _shelf() -> Shelf:
    return current_app.extensions["kept_pages"]


def _at(version: int) -> tuple[int, int]:
    """With the minute."""
    return version, int(now().timestamp()) // 60


def _where() -> tuple[str, str, str, str]:
    """The address, and what the administrator decided as it is read here: it may be two seconds
    old, and a page that says it is shown to nobody who reads what is newer."""
    return request.host_url, request.root_path, request.full_path, site().digest


def _is_nobody() -> bool:
    """Not signed in, with nothing to be told and nothing kept for them."""
    return (request.method in ("GET", "HEAD") and NOBODYS.issuperset(session)
            and not any(cookies.read(name) for name in TELLING)
            and "Authorization" not in request.headers)


def _is_for_all(response: Response) -> bool:
    """A whole page that holds no token, left no cookie and nothing in the session."""
    return (response.status_code == 200 and response.mimetype == "text/html"
            and request.method == "GET" and not response.is_streamed
            and "csrf_token" not in g and not session.modified
            and "Set-Cookie" not in response.headers)
