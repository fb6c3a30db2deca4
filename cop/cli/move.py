"""`cop move`: a community that began on one machine goes to PostgreSQL, while people read.

How rows travel is said in `base/moving.py`.
"""
import json
import secrets
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from flask import Flask

from cop import create_app
from cop.base import dumping, jobs, moving, schema, steps
from cop.base.content_version import APART
from cop.base.db import begin_writing, db
from cop.base.errors import Forbidden
from cop.base.site import KEPT, decide, fresh_site
from cop.cli.root import MIGRATIONS, ReadConfig, community, progress
from cop.search.service import keeping as search

#: How long jobs that are being done may still take; seconds.
PATIENCE = 60
MOVING = {"en": "We are moving to another database; this may take some minutes.",
          "it": "Stiamo passando a un altro database; può richiedere qualche minuto."}
MOVED = {"en": "This community has moved to another database.",
         "it": "Questa comunità è passata a un altro database."}
#: Beside the database: that a move was begun, and what was decided before it.
NOTE = "moving.json"
TRIES = 3


@click.command()
@click.argument("postgres_url", required=False)
@click.option("--cancel", is_flag=True, help="Give it up: people may write here again.")
@click.pass_obj
def move(read_config: ReadConfig, postgres_url: str | None, cancel: bool) -> None:
    """Copy this community from SQLite to an empty PostgreSQL database, while people read.

    Nobody can write meanwhile. Every table is compared at the end. What was interrupted goes on
    when the command is given again.
    """
    if bool(postgres_url) == cancel:
        raise click.UsageError("Say where to: postgresql://… (or --cancel).")
    with community(read_config) as app:
        if cancel:
            return _cancel(app)
        address = _address(postgres_url)
        _require_movable()
        target = create_app(read_config(
            database_url=address, database_url_direct="", search="postgres"))
        _prepare(target, note := _note(app))
        _keep(app, note)
        _write(read_only=True, read_only_reason=MOVING)
        try:
            entries = _carry(target, note["before"])
        except Forbidden as refusal:
            raise Forbidden(f"{refusal}\nNobody can write here until the move is done: give the "
                            "command again, or cop move --cancel.") from refusal
        _write(read_only=True, read_only_reason=MOVED)
        _note_file(app).unlink()
    return _say_what_next(_address(postgres_url), entries)


def _address(url: str | None) -> str:
    """As config.py wants it: people write postgres://…, too."""
    scheme, separator, rest = (url or "").partition("://")
    known = scheme in ("postgres", "postgresql", "postgresql+psycopg")
    if not known:
        raise click.UsageError("Say where to: postgresql://…")
    return f"postgresql+psycopg{separator}{rest}"


def _require_movable() -> None:
    if dumping.kind() != "sqlite":
        raise Forbidden("This community is in PostgreSQL already (COP_DATABASE_URL).")
    if steps.current() != steps.newest(MIGRATIONS):
        raise Forbidden("This community has the schema of another version: run cop db upgrade.")


def _prepare(target: Flask, note: Mapping[str, Any]) -> None:
    """Empty tables of this version, or those of a move that was begun."""
    goal = _goal(target)
    with target.app_context():
        moving.require_fit(goal)
        moving.claim(goal, note["id"])
        if not moving.is_begun(goal):
            schema.upgrade(MIGRATIONS)
        elif steps.current() != steps.newest(MIGRATIONS):
            raise Forbidden("This move was begun with another version of cop: the tables of the "
                            "target are not those of this one. Give an empty database.")
        moving.untie(goal)


def _goal(target: Flask) -> Any:
    """Its engine, for rows that are copied as they are: the version of the content, too."""
    with target.app_context():
        return db.engine.execution_options(**{APART: True})


def _carry(target: Flask, before: Mapping[str, Any]) -> int:
    """All rows, compared; then the target is opened as this one was. How many things its index
    holds."""
    _wait_for_jobs()
    goal = _goal(target)
    with db.engine.connect() as source:  # one reading transaction: what stands at one moment
        progress("Copying", moving.copy_rest(source, goal), moving.count_batches(source))
    for _try in range(TRIES):
        if not _mend(goal):
            break
    moving.tie(goal)
    moving.count_on(goal)
    with target.app_context(), target.test_request_context():
        _write(**before)
        begin_writing()
        search.forget_home()
        search.claim_home()
        db.session.commit()
        entries = search.reindex()
        moving.finish(goal)
    return entries


def _wait_for_jobs() -> None:
    """All processes hear that nothing can be written; no new jobs are begun any more, and those in
    hand finish."""
    given_up = time.monotonic() + PATIENCE
    time.sleep(KEPT)
    jobs.free_orphans()
    while in_hand := jobs.count_in_hand():
        if time.monotonic() > given_up:
            raise Forbidden(f"{in_hand} jobs are still being done. Wait for them, or stop cop work "
                            "(cop serve).")
        time.sleep(0.5)


def _mend(goal: Any) -> int:
    """Compare all tables while nobody at all writes, and copy those anew that differ: somebody who
    signed in, or was just writing as it began. How many did."""
    differing = 0
    with db.engine.connect().execution_options(writes=True) as source:
        for table, held, same in moving.compare(source, goal):
            click.echo(f"{table.name}: {held}{'' if same else ', differs: copied anew'}", err=True)
            if not same:
                moving.copy_anew(source, goal, table)
                differing += 1
    return differing


def _cancel(app: Flask) -> None:
    if not _note_file(app).exists():
        raise Forbidden("No move was begun here.")
    _write(**_note(app)["before"])
    _note_file(app).unlink()
    click.echo("People may write here again. The half-done copy can be dropped.")


def _note(app: Flask) -> dict[str, Any]:
    """Of the move that is going on; of a new one if there is none."""
    file = _note_file(app)
    if file.exists():
        return json.loads(file.read_text())
    site = fresh_site()
    return {"id": secrets.token_hex(16), "before": {
        "read_only": site.read_only, "read_only_reason": dict(site.read_only_reason)}}


def _keep(app: Flask, note: Mapping[str, Any]) -> None:
    draft = _note_file(app).with_suffix(".part")
    draft.write_text(json.dumps(note))
    draft.replace(_note_file(app))


def _note_file(app: Flask) -> Path:
    return app.config["COP"].data_dir / NOTE


def _write(**decisions: Any) -> None:
    db.session.rollback()
    begin_writing()
    for name, value in decisions.items():
        decide(name, value)
    db.session.commit()


def _say_what_next(address: str, entries: int) -> None:
    shown = dumping.without_password(address)
    click.echo(f"""Everything is in PostgreSQL, and equal. Search index: {entries} entries.
What comes next:
  1. stop cop serve and cop work
  2. set COP_DATABASE_URL={shown} (with its password), and COP_SEARCH=auto or nothing
  3. start them again, and run cop doctor
Files stay where they are. In the SQLite database nobody can write any more; keep it as long as
you like.""")
