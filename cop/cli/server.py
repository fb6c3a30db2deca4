"""`cop serve`, `cop work` and `cop db`: running the community."""
import signal
import subprocess
import sys
import threading

import click
from granian import Granian
from granian.constants import Interfaces

from cop import ROOT, create_app
from cop.base import schema
from cop.base.db import begin_writing
from cop.base.db import db as database
from cop.base.jobs import wind_clockwork, work_once
from cop.cli.root import ReadConfig, community
from cop.search import service as search

MIGRATIONS = ROOT / "migrations"
PAUSE = 0.2  # seconds between two looks for work
WIND_EVERY = 60  # seconds


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=1, show_default=True, help="Web processes.")
@click.option("--no-worker", is_flag=True, help="Do not start a background worker too.")
@click.pass_obj
def serve(read_config: ReadConfig, host: str, port: int, workers: int, no_worker: bool) -> None:
    """Run the production server, and a background worker beside it."""
    with community(read_config, writes=True):
        search.claim_home()
    run_server(host, port, workers, with_worker=not no_worker)


@click.command()
@click.option("--once", is_flag=True, help="Do what is due and stop.")
@click.pass_obj
def work(read_config: ReadConfig, once: bool) -> None:
    """Run background jobs."""
    app = create_app(read_config())
    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    with app.app_context():
        begin_writing()
        search.claim_home()
        database.session.commit()
        work_until(stop, once=once)


@click.group()
def db() -> None:
    """Look after the database schema."""


@db.command()
@click.pass_obj
def upgrade(read_config: ReadConfig) -> None:
    """Bring the database to the newest schema."""
    with create_app(read_config()).app_context():
        schema.upgrade(MIGRATIONS)


@db.command()
@click.pass_obj
def check(read_config: ReadConfig) -> None:
    """Does the database match the models? Status 1 when not."""
    with create_app(read_config()).app_context():
        if found := schema.differences(MIGRATIONS):
            raise click.ClickException(found)
    click.echo("The database matches the models.")


@db.command()
@click.argument("message")
@click.pass_obj
def step(read_config: ReadConfig, message: str) -> None:
    """Write a migration from the difference between models and database."""
    with create_app(read_config()).app_context():
        schema.write_step(MIGRATIONS, message)


def run_server(host: str, port: int, workers: int, *, with_worker: bool) -> None:
    """Granian in this process, the worker in one of its own; both stop together."""
    worker = subprocess.Popen([sys.executable, "-m", "wsgi", "work"]) if with_worker else None
    server = Granian("wsgi:app", address=host, port=port, workers=workers,
                     interface=Interfaces.WSGI, blocking_threads=4, log_access=False)
    try:
        server.serve()
    finally:
        if worker:
            worker.terminate()
            worker.wait(timeout=30)


def work_until(stop: threading.Event, *, once: bool = False) -> None:
    """Do what is due, look again after a pause; wind the clockwork each minute."""
    pauses = 0
    while not stop.is_set():
        if pauses * PAUSE % WIND_EVERY == 0:
            wind_clockwork()
        if work_once():
            continue
        if once:
            return
        pauses += 1
        stop.wait(PAUSE)
