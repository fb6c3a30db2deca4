"""Pages that are the same for every visitor, kept until anything changes.

A kept page is shown again only to somebody who is nobody to us, in the same language and the
same look, while the version of the content (`base/content_version.py`) is the one it was made at.
How long ago something was is said anew in each minute; a page that says more of the time (a poll
that ends) is kept for that minute. Which pages are kept, their routes say (`same_for_visitors`);
why it holds, docs/performance.md.
"""
import hashlib
from collections.abc import Callable, Hashable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Protocol

from flask import Flask, Response, current_app, g, request, session

from cop.base import revalidation
from cop.base.content_version import read_version
from cop.base.packing import pack, unpack
from cop.web import cookies, placeholders
from cop.web.cached_pages import Kept, Making, Shelf, Shown, this_minute
from cop.web.look import look
from cop.web.rendering import language_of_visitor, reader_language, site
from cop.web.session import me

#: What the session of somebody who is nobody to us may hold: a token that is on no kept page, and
#: that nobody signed in freshly.
NOBODYS = {"csrf_token", "_fresh"}
#: In which members see the same.
GROUPS = ("all", "inside", "outside")
#: Cookies that say who somebody is, or may.
TELLING = ("remember_token",)


class CompressedForms:
    """Where Flask-Compress finds what it made of a kept page before."""

    def get(self, way: str) -> bytes | None:
        return g.shown_page.compressed.get(way) if "shown_page" in g else None

    def set(self, way: str, form: bytes) -> None:
        if "shown_page" in g:
            g.shown_page.compressed[way] = form


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
    """The page, if it is kept and still true. Else it is made now, with holes."""
    revalidation.end()  # of a page that was not made to the end
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "same_for_visitors", False) or not _is_nobody():
        return None
    state = getattr(view, "same_while", lambda: None)()
    g.kept_place = (*_where(), language_of_visitor(), look().written, state)
    g.making = Making(read_version())
    if kept := _shelf().find(g.kept_place, lambda kept: kept.holds(g.making.version)):
        return _answer(Response(mimetype="text/html"), kept)
    g.has_holes = True
    return None


def _keep(response: Response) -> Response:
    """Keep a page that was made now, unless it says something to this visitor alone."""
    if not g.pop("has_holes", False) or not _is_page(response):
        return response
    page = response.get_data(as_text=True)
    if not _is_for_all(response, page):
        response.set_data(placeholders.fill(page))
        return response
    kept = Kept(g.making.truth(), pack(page.encode()), answers=g.making.answers())
    _shelf().put(g.kept_place, kept)
    return _answer(response, kept, page)


def _answer(response: Response, kept: Kept, page: str = "") -> Response:
    """Tagged with what it says: whoever has just that already gets 304. `page`: the kept one, where
    it need not be unpacked."""
    g.shown_page, body = _as_shown_now(kept, page)
    response.set_data(body)
    response.set_etag(g.shown_page.etag)
    response.vary.update(("Cookie", "Accept-Language"))
    return response.make_conditional(request)


def _as_shown_now(kept: Kept, page: str) -> tuple[Shown, bytes]:
    """Filled once a minute. Where it still says the same, so do its tag and compressed forms."""
    shown, minute = kept.shown, this_minute()
    if shown and shown.minute == minute:
        return shown, unpack(shown.body)
    page = page or unpack(kept.body).decode()
    filled = placeholders.fill(page)
    body = filled.encode()
    etag = hashlib.sha256(body).hexdigest()[:32]
    if shown is None or shown.etag != etag:
        shown = Shown(kept.body if filled == page else pack(body), etag)
    shown.minute, kept.shown = minute, shown
    return shown, body


class Facts(Protocol):
    """What whoever keeps a page for members must know of it."""

    def group_of(self, person: Any) -> Hashable:
        """Those who see the same: one of GROUPS or, for who has a page of their own, their id."""

    def maker(self, person: Any) -> Hashable:
        """For which of them the page is as this person made it."""


class ForMembers:
    """The page at this address for members of one kind: `kind` is all that such a page depends on
    besides the content. What is personal on it are holes (`placeholders.py`), filled for who reads.
    """

    def __init__(self, kind: Hashable, version: int) -> None:
        """`version`: of the content, read before anything that the page says."""
        self._place = (*_where(), reader_language(), look().written, kind)
        self._making = Making(version)

    def find(self) -> Kept | None:
        """The page of the group that this member is in."""
        for group in (*GROUPS, me().id):
            if kept := _shelf().find((*self._place, group), partial(self._suits, group)):
                return kept
        return None

    def _suits(self, group: Hashable, kept: Kept) -> bool:
        return (group in (me().id, kept.facts.group_of(me()))
                and kept.holds(self._making.version))

    def make(self, make: Callable[[], tuple[str, Facts | None]]) -> str:
        """The page, made anew, and kept where there are facts to keep with it."""
        with placeholders.holes():
            page, facts = make()
        if facts is not None:
            kept = Kept(self._making.truth(), pack(page.encode()), facts)
            group = facts.maker(me())
            if group in GROUPS:  # of their own page they may know more than is asked for it
                kept.answers = self._making.answers()
            _shelf().put((*self._place, group), kept)
        return placeholders.fill(page)


def show(kept: Kept, own: Mapping[str, str] = MappingProxyType({})) -> str:
    """A page for members, as the one sees it who reads now. `own`: by hole, what is theirs in place
    of what others see."""
    page = unpack(kept.body).decode()
    for hole, mine in own.items():
        page = placeholders.put_instead(page, hole, mine)
    return placeholders.fill(page)


def _shelf() -> Shelf:
    return current_app.extensions["kept_pages"]


def _where() -> tuple[str, str, str, str]:
    """The address, and what the administrator decided as it is read here: it may be two seconds
    old, and a page that says it is shown to nobody who reads what is newer."""
    return request.host_url, request.root_path, request.full_path, site().digest


def _is_nobody() -> bool:
    """Not signed in, with nothing to be told and nothing kept for them."""
    return (request.method in ("GET", "HEAD") and NOBODYS.issuperset(session)
            and not any(cookies.read(name) for name in TELLING)
            and "Authorization" not in request.headers)


def _is_page(response: Response) -> bool:
    return response.mimetype == "text/html" and not response.is_streamed


def _is_for_all(response: Response, page: str) -> bool:
    """A whole page that holds no token, left no cookie and nothing in the session."""
    return (response.status_code == 200 and request.method == "GET"
            and placeholders.is_for_all(page) and "csrf_token" not in g and not session.modified
            and "Set-Cookie" not in response.headers)
