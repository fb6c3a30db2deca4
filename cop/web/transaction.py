"""One transaction per request: a page that was answered is stored, an error is not."""
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from typing import Any

from flask import Flask, Response, current_app, g, request, session

from cop.base import replica
from cop.base.db import begin_writing, db, read_first, read_here
from cop.base.site import is_read_only_as_known

log = logging.getLogger(__name__)

SAFE = {"GET", "HEAD", "OPTIONS"}
#: Seconds between an answer and the batch in which what many answers left behind is stored.
PAUSE = 1.5
#: In the session: how far the log of the database was when this browser wrote last.
WROTE = "wrote"

_waiting: set[Callable[[], None]] = set()
_lock = Lock()


def writes(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a GET that must write: confirmation links and the like."""
    view.writes = True
    return view


def afterwards(write: Callable[[], Any]) -> None:
    """For pages that only read: write this in a transaction of its own once they are answered.

    It is small, and may be lost: an answer that was given stays given.
    """
    g.setdefault("afterwards", []).append(write)


def beforehand(act: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view that has long work to do before its transaction begins: `act` gets what the
    view gets, and `done_beforehand()` is its answer. It may read, and must not write."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        view.beforehand = act
        return view

    return decorate


def reads_first(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view that writes only after it has read: others need not wait while it does. Its
    service calls `go_on_writing` before it changes anything, and reads again what must be so."""
    view.reads_first = True
    return view


def done_beforehand() -> Any:
    return g.get("done_beforehand")


@contextmanager
def transaction_of_its_own() -> Iterator[None]:
    """Before the request's own begins: for what is kept whatever becomes of the request."""
    db.session.rollback()
    begin_writing()
    try:
        yield
        db.session.commit()
    finally:
        db.session.rollback()


def store_soon(store: Callable[[], None]) -> None:
    """Let something write in a transaction of its own, a moment after this answer.

    Asked again meanwhile, it is done once. In tests it is done when a test says so.
    """
    with _lock:
        if store in _waiting or current_app.testing or is_read_only_as_known():
            return
        _waiting.add(store)
    timer = Timer(PAUSE, _store, (current_app._get_current_object(), store))
    timer.daemon = False  # the threads of the server are: a process that is to end would not wait
    timer.start()


def _store(app: Flask, store: Callable[[], None]) -> None:
    with _lock:
        _waiting.discard(store)
    with app.app_context():
        try:
            begin_writing()
            store()
            db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("what pages left behind was not stored")


def init_app(app: Flask, take_in: Callable[[], None]) -> None:
    """`take_in` reads all that was sent, so that no transaction waits for a slow line."""

    @app.before_request
    def begin() -> None:
        if request.method not in SAFE:
            take_in()
        if is_writing():
            _act_beforehand()
            db.session.rollback()
        if _is_marked("reads_first"):
            read_first()
        elif is_writing():
            begin_writing()
        else:
            _read()

    @app.after_request
    def end(response: Response) -> Response:
        if response.status_code < 400:
            db.session().expire_on_commit = is_writing()  # to expire what was read takes its time
            db.session.commit()
            if is_writing():
                _remember_what_was_written()
        else:
            db.session.rollback()
        return response

    @app.teardown_request
    def write_the_rest(_error: BaseException | None = None) -> None:
        for write in g.pop("afterwards", []):
            _write(write)


def _write(write: Callable[[], Any]) -> None:
    if is_read_only_as_known():
        return
    try:
        db.session.rollback()
        db.session.expire_all()
        begin_writing()
        write()
        db.session.commit()
    except Exception:
        log.exception("not written after the answer")
        db.session.rollback()


def _act_beforehand() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if act := getattr(view, "beforehand", None):
        g.done_beforehand = act(**(request.view_args or {}))


def is_writing() -> bool:
    """May this request change anything?"""
    return request.method not in SAFE or _is_marked("writes") or request.endpoint in (
        current_app.extensions.get("writing_endpoints", ()))


def _read() -> None:
    """From the replica, where it has what this browser wrote. Programs have no session that could
    tell, and read where they write."""
    read_here()
    if "Authorization" not in request.headers:
        replica.read_there(lambda: session.get(WROTE, 0))


def _remember_what_was_written() -> None:
    if place := replica.what_is_stored():
        session[WROTE] = place


def _is_marked(sign: str) -> bool:
    return getattr(current_app.view_functions.get(request.endpoint or ""), sign, False)
