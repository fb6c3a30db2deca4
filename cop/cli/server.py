"""`cop serve`: web processes and a worker, forked from one process that has put all together."""
import gc
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from socket import AF_INET, AF_INET6, create_server
from typing import Any

import click
from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from cop.base import memory
from cop.base.db import OperationalError, db
from cop.base.outages import OldSchema
from cop.cli.root import ReadConfig
from cop.cli.worker import claim_index, run_worker
from cop.web import compiled

log = logging.getLogger(__name__)

PORT = click.IntRange(1, 65535)
#: How long requests and the job in hand may still take when it all stops; seconds.
LAST_REQUESTS, LAST_JOB = 20, 30
#: Connections that may wait at once, whatever they are about to say, and how long they may take to
#: say what they want (seconds). A proxy in front keeps slow lines away from us.
MOST_WAITING, HEADER_TIME = 4096, 10
#: A worker beside web processes that has come to hold more for itself gives way to a new one, which
#: shares with them again; bytes. One at rest holds 45 MB; some hundred jobs leave 10 to 20 more,
#: learning all words anew 60, which Python keeps.
MOST_FOR_A_WORKER = 56_000_000
#: After a worker fell, or one web process after the other, the next begins so much later; seconds.
PAUSE = 1
#: Made once before web processes are forked: what they need for them is there, and shared.
PAGES_OF_ALL = ("/", "/topics", "/search")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=PORT, default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True,
              help="Web processes.")
@click.option("--no-worker", is_flag=True, help="Do not start a background worker too.")
@click.pass_obj
def serve(read_config: ReadConfig, host: str, port: int, workers: int, no_worker: bool) -> None:
    """Run the production server, and a background worker beside it."""
    read_config()  # says what is wrong with the settings
    run_server(host, port, workers, with_worker=not no_worker)


def run_server(host: str, port: int, workers: int, *, with_worker: bool) -> None:
    """Granian in this process, the worker in one of its own; both stop together.

    The worker is out of the terminal's reach: Ctrl-C comes to it as a request from here.
    """
    _require_free(host, port)
    os.environ.setdefault("COP_WEB_PROCESSES", str(workers))
    memory.give_back_what_is_free()
    _make_ready()
    with worker_beside() if with_worker else nullcontext():
        _serve_until_stopped(lambda: Granian(
            "wsgi:app", address=host, port=port, workers=workers, log_access=False,
            interface=Interfaces.WSGI, blocking_threads=4, websockets=False,
            workers_kill_timeout=LAST_REQUESTS, respawn_failed_workers=True,
            backlog=MOST_WAITING, backpressure=MOST_WAITING,
            http1_settings=HTTP1Settings(header_read_timeout=HEADER_TIME * 1000)))


def _serve_until_stopped(make_server: Callable[[], Granian]) -> None:
    """Granian replaces a web process that fell, but ends where one falls again within seconds."""
    while True:
        server = make_server()
        try:
            return server.serve(target_loader=load_beside)
        except SystemExit:
            time.sleep(PAUSE)
            if server.interrupt_signal:
                raise
            log.error("web processes fell one after the other; all begin again")


def _require_free(host: str, port: int) -> None:
    """Nobody listens there. Granian would listen beside them, and each get some of the requests."""
    try:
        create_server((host, port), family=AF_INET6 if ":" in host else AF_INET).close()
    except OSError as problem:
        why = str(problem.strerror).partition(" (")[0]  # Python adds the address
        raise click.ClickException(f"Nobody can be served at {host}:{port}: {why}. "
                                   "Choose another --port (or --host).") from problem


def _make_ready() -> None:
    """Put the application together here, once: web processes are forked from this one, and share
    what they do not change. What is there by now is no garbage: looking through it would make each
    have its own. Connections are not shared."""
    app = import_module("wsgi").app
    with app.app_context():
        try:
            claim_index()
        except (OperationalError, OldSchema) as problem:  # pages say so until it is; the worker
            log.error("the database is not ready: %s", problem)  # claims the index then
    compiled.load_what_is_kept(app)
    for page in PAGES_OF_ALL:
        with suppress(Exception), app.test_request_context(page):  # what is wrong, /readyz tells
            app.dispatch_request()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    gc.collect()
    gc.freeze()


def load_beside(target: str) -> Any:
    """For a web process: it ends with the one that began it, whatever became of that."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="watch the parent", daemon=True).start()
    module, _colon, name = target.partition(":")
    return getattr(import_module(module), name)


@contextmanager
def worker_beside() -> Iterator[None]:
    """A worker as long as this process lives: where one falls, the next begins."""
    stop, workers = threading.Event(), [_begin_worker()]

    def begin_again() -> None:
        while not stop.is_set():
            workers[-1].join()
            has_fallen = workers[-1].exitcode != 0
            if not stop.wait(PAUSE if has_fallen else 0):
                if has_fallen:
                    log.error("the worker fell; the next one begins")
                workers.append(_begin_worker())

    threading.Thread(target=begin_again, name="watch the worker", daemon=True).start()
    try:
        yield
    finally:
        stop.set()
        workers[-1].terminate()
        workers[-1].join(LAST_JOB)
        if workers[-1].is_alive():  # its job is done again by the next one
            workers[-1].kill()


def _begin_worker() -> ForkProcess:
    """Forked from this process, as web processes are: it shares with them what is the same."""
    worker = get_context("fork").Process(target=_work_beside, name="worker", daemon=False)
    worker.start()
    return worker


def _work_beside() -> None:
    """Out of the terminal's reach: its Ctrl-C comes as a request from who began this."""
    os.setsid()
    run_worker(import_module("wsgi").app, most=MOST_FOR_A_WORKER)
