"""`cop work`: background jobs, one after the other, quick and slow ones side by side."""
import logging
import os
import signal
import threading
import time
from collections.abc import Callable

import click
from flask import Flask

from cop import create_app
from cop.base import memory, metrics, steps
from cop.base.db import OperationalError, begin_writing, db
from cop.base.jobs import free_orphans, live_with_the_clock, wind_clockwork, work_once
from cop.base.listen_notify import sleeper
from cop.base.outages import OldSchema
from cop.cli.root import MIGRATIONS, ReadConfig
from cop.search.service import keeping as search

log = logging.getLogger(__name__)

WIND_EVERY = 60  # seconds
#: How long a worker waits for a database that is not there; seconds.
PAUSE = 1


@click.command()
@click.option("--once", is_flag=True, help="Do what is due and stop.")
@click.pass_obj
def work(read_config: ReadConfig, once: bool) -> None:
    """Run background jobs."""
    config = read_config()
    memory.give_back_what_is_free()
    metrics.share(config.data_dir / "metrics")
    run_worker(create_app(config), once=once)


def run_worker(app: Flask, *, once: bool = False, most: float = float("inf")) -> None:
    """In this process, until it is asked to stop, the one that began it is gone, or it holds more
    bytes for itself than `most`."""
    config, parent, stop = app.config["COP"], os.getppid(), threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    wait_for_database(app, stop, once=once)
    if once:
        with app.app_context():
            return work_until(stop.is_set, pause=stop.wait, once=True)
    return work_in_lanes(
        app, lambda: stop.is_set() or parent != os.getppid(), lambda: memory.own() > most,
        address=config.database_url_direct or config.database, wait=stop.wait)


def wait_for_database(app: Flask, stop: threading.Event, *, once: bool) -> None:
    """A worker that begins before the database does, or before it is upgraded, waits for it."""
    while not stop.is_set():
        try:
            with app.app_context():
                claim_index()
                free_orphans()
            return
        except (OperationalError, OldSchema) as problem:
            if once and isinstance(problem, OldSchema):
                raise
            if once:
                raise click.ClickException("The database does not answer.") from problem
            log.warning("the worker waits for the database: %s", problem)
            stop.wait(PAUSE)


def claim_index() -> None:
    """Say that this host keeps the search index, if it is one for a single host."""
    if steps.is_old(MIGRATIONS):
        raise OldSchema
    begin_writing()
    search.claim_home()
    db.session.commit()


def work_in_lanes(app: Flask, is_over: Callable[[], bool], is_enough: Callable[[], bool], *,
                  address: str, wait: Callable[[float], object]) -> None:
    """Quick jobs here, slow ones in a thread of their own: what is written is found at once even
    while letters travel or the index is built anew. Both end with the slow one, `is_enough` after a
    job of its own. `address`: where the bell rings."""
    def work_slowly() -> None:
        with app.app_context():
            work_until(is_over, pause=sleeper(address, wait), slow=True, is_enough=is_enough)

    slow = threading.Thread(target=work_slowly, name="slow jobs")
    slow.start()
    with app.app_context():
        work_until(lambda: is_over() or not slow.is_alive(), pause=sleeper(address, wait),
                   slow=False)
    slow.join()


def work_until(is_over: Callable[[], bool], *, pause: Callable[[], object],
               slow: bool | None = None, once: bool = False,
               is_enough: Callable[[], bool] = lambda: False) -> None:
    """Do what is due, look again after a pause; wind the clockwork each minute, which is among
    the quick jobs. `is_enough` is asked whenever nothing is left to do.

    A database that does not answer for a while is no reason to end.
    """
    wound, has_worked = float("-inf"), False
    while not is_over():
        try:
            if slow is not True and time.monotonic() - wound >= WIND_EVERY:
                free_orphans()
                live_with_the_clock()
                wind_clockwork()
                wound = time.monotonic()
            busy = work_once(slow=slow)
        except Exception:
            if once:
                raise
            log.exception("the worker stumbled; it looks again after a pause")
            db.session.remove()
            busy = False
        if not busy and (once or (has_worked and is_enough())):
            return
        if not busy:
            pause()
        has_worked = busy
