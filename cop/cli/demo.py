"""`cop demo`: everything at once, for trying it out."""
import os
import secrets
import shutil
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from cop.base import schema
from cop.base.errors import Forbidden
from cop.cli.root import MIGRATIONS, ReadConfig, opened, progress
from cop.cli.server import PORT, run_server
from cop.demo import service as demo_service
from cop.search.service import keeping as search

#: What `--fresh` throws away, and nothing else.
MADE_BY_DEMO = ("cop.sqlite", "cop.sqlite-wal", "cop.sqlite-shm", "index", "files", "mail")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=PORT, default=8000, show_default=True)
@click.option("--fresh", is_flag=True, help="Begin anew: throw away what the demo made.")
@click.pass_obj
def demo(read_config: ReadConfig, host: str, port: int, fresh: bool) -> None:
    """Try it out: an invented community, served until Ctrl-C."""
    config = _settle(read_config, host, port)
    if fresh:
        _throw_away(config)
    app = import_module("wsgi").app
    with opened(app):
        schema.upgrade(MIGRATIONS)
    with opened(app, writes=True):
        told = demo_service.is_told()
        if not told:
            progress("Telling the demo community", demo_service.Storyteller().tell(),
                     length=demo_service.count_stories())
        search.claim_home()
    if not told:
        with opened(app):
            click.echo(f"Search index: {search.reindex()} entries.")
    _invite(host, port, config)
    run_server(host, port, workers=1, with_worker=True)


def _settle(read_config: ReadConfig, host: str, port: int) -> Any:
    """The demo's own settings go into the environment, where its processes read them."""
    os.environ["COP_DEMO"] = "1"
    os.environ.setdefault("COP_BASE_URL", f"http://{host}:{port}")
    os.environ.setdefault("COP_LOG_LEVEL", "WARNING")
    os.environ.setdefault("COP_SECOND_FACTOR", "nobody")
    folder = read_config().data_dir.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("COP_MAIL_URL", f"file://{folder}/mail")
    os.environ.setdefault("COP_SECRET_KEY", _secret(folder / "demo-secret"))
    return read_config()


def _secret(file: Path) -> str:
    """Made up once, so that those who are signed in stay so when the demo starts again."""
    if not file.exists():
        file.write_text(secrets.token_hex(32))
        file.chmod(0o600)
    return file.read_text()


def _throw_away(config: Any) -> None:
    if not config.database.startswith("sqlite:"):
        raise Forbidden("--fresh only empties the embedded database; this is another one.")
    for name in MADE_BY_DEMO:
        path = config.data_dir / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _invite(host: str, port: int, config: Any) -> None:
    click.echo(f"\n  Pratica comune, the demo community: http://{host}:{port}\n")
    for name, email, role in demo_service.list_shown():
        click.echo(f"    {email:36} {name}, {role}")
    click.echo(f"\n    The password of all of them: {demo_service.PASSWORD}")
    click.echo(f"    {where_letters_go(config.mail_url)} Ctrl-C stops everything.\n")


def where_letters_go(mail_url: str) -> str:
    """In a sentence; a folder below the one that we are in is told from there."""
    way = urlsplit(mail_url)
    if way.scheme != "file":
        return f"Letters go to {way.hostname}."
    folder, here = Path(way.path), Path.cwd()
    return f"Letters lie in {folder.relative_to(here) if folder.is_relative_to(here) else folder}."
