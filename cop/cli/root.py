"""The root of the command line, and what all commands share."""
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask import Flask

from cop import ROOT, create_app
from cop.base import steps
from cop.base.db import OperationalError, begin_writing, db
from cop.base.errors import CopError
from cop.base.outages import OldSchema, is_full, is_out_of_reach

MIGRATIONS = ROOT / "migrations"
#: Reads the settings: `Config.from_environment`, handed in by wsgi.py.
ReadConfig = Callable[..., Any]


class Refusals(click.Group):
    """Refusals of the features end a command with status 1 and their sentence."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except (CopError, OldSchema) as refusal:
            raise click.ClickException(str(refusal)) from refusal
        except (OperationalError, OSError) as problem:
            if not (sentence := _said_of(problem)):
                raise
            raise click.ClickException(sentence) from problem


def _said_of(problem: Exception) -> str:
    """What is not the fault of this program, as a sentence: a database or a file out of reach."""
    if isinstance(problem, OSError):
        return f"{problem.filename}: {problem.strerror}." if problem.filename else ""
    if is_full(problem) or is_out_of_reach(problem):
        said = str(problem.orig).strip().splitlines()[0].rstrip(".")
        return f"The database cannot be used: {said}. cop doctor says more."
    return ""


@click.group(cls=Refusals, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cop")
def cop() -> None:
    """A community of practice: forum, case library, search and digests."""


@contextmanager
def community(read_config: ReadConfig, *, writes: bool = False, **given: Any) -> Iterator[Flask]:
    """The application with its database open; what is written is kept when nothing goes wrong."""
    with opened(create_app(read_config(**given)), writes=writes) as app:
        yield app


@contextmanager
def opened(app: Flask, *, writes: bool = False) -> Iterator[Flask]:
    """The same for an application that is there already."""
    with (app.app_context(), app.test_request_context(),
          steps.telling_of_an_old_schema(MIGRATIONS)):
        if writes:
            begin_writing()
        yield app
        db.session.commit()


def save() -> None:
    """Keep what was written so far and go on writing: long imports go batch by batch."""
    db.session.commit()
    db.session.expunge_all()
    begin_writing()


def progress(label: str, steps: Iterable[Any], length: int | None = None) -> None:
    """Go through the steps: a bar on a terminal, plain lines elsewhere."""
    if sys.stderr.isatty():
        with click.progressbar(steps, length=length, label=label, file=sys.stderr) as bar:
            for _step in bar:
                pass
        return
    click.echo(f"{label} …", err=True)
    done = sum(1 for _step in steps)
    click.echo(f"{label}: {done} done.", err=True)
