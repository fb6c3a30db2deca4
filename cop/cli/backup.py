"""`cop backup` and `cop restore`: everything in one archive while people go on, and back again."""
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path
from shutil import copyfileobj
from typing import Any

import click

from cop.base import dumping, schema, steps
from cop.base.clock import now
from cop.base.db import begin_writing, db
from cop.base.errors import Forbidden
from cop.cli import archive
from cop.cli.root import MIGRATIONS, ReadConfig, community, progress
from cop.files import queries as file_queries
from cop.files import storage
from cop.search.models.entries import SearchEntry
from cop.search.service import keeping as search

FILE = click.Path(dir_okay=False, path_type=Path)
#: Settings whose names have this in them are in no backup.
SECRETS = ("secret", "token", "password")
#: Tables of the search index, which `restore` builds: three quarters of a database.
FILLED_ANEW = (SearchEntry.__tablename__,)


@click.command()
@click.argument("file", type=FILE)
@click.pass_obj
def backup(read_config: ReadConfig, file: Path) -> None:
    """Write database, files and settings to one archive, while people go on.

    Passwords, keys and tokens of the settings are not in it: keep COP_SECRET_KEY elsewhere.
    """
    with community(read_config) as app, archive.whole_or_nothing(file) as draft:
        config = app.config["COP"]
        with tempfile.TemporaryDirectory(dir=file.absolute().parent, prefix=".backup-") as folder:
            copy = Path(folder) / archive.DATABASE
            _dump(copy, config)
            lost = sorted(file_queries.list_digests() - set(storage.list_digests()))
            members = archive.write_archive(draft, _members(copy), _facts(config, lost))
            progress("Backing up", members)
    click.echo(f"{file}: {file.stat().st_size} bytes.")
    if lost:
        click.echo(f"{len(lost)} files that the database names are not in the storage, the first "
                   f"is {lost[0]}. cop doctor says more.", err=True)


@click.command()
@click.argument("file", type=FILE)
@click.pass_obj
def restore(read_config: ReadConfig, file: Path) -> None:
    """Put a backup into an empty place, and build the search index."""
    with community(read_config) as app:
        config = app.config["COP"]
        told = archive.read_manifest(file)
        _require_ours(told)
        _require_empty(told)
        _unpack(file, config)
        schema.upgrade(MIGRATIONS)
        begin_writing()
        search.forget_home()
        search.claim_home()
        db.session.commit()
        click.echo(f"Search index: {search.reindex()} entries.")
    click.echo(f"Restored as it was on {told['made_at']} (cop {told['version']}).\n"
               "Letters that waited then wait again. Next: set what the archive does not hold "
               "(COP_SECRET_KEY, passwords in addresses), run cop doctor, then cop serve.")


def _unpack(file: Path, config: Any) -> None:
    try:
        progress("Restoring", _restore(file, config))
    except (OSError, sqlite3.Error) as problem:
        raise Forbidden(f"Not restored, the database is still empty: {problem}.") from problem


def _dump(copy: Path, config: Any) -> None:
    try:
        dumping.dump(copy, config.database_url_direct or config.database, without=FILLED_ANEW)
    except sqlite3.Error as problem:
        raise Forbidden(f"The database could not be copied: {problem}.") from problem


def _members(copy: Path) -> Iterator[archive.Member]:
    """The database first: what it names lies in the storage already, and stays for an hour when it
    is removed meanwhile."""
    yield archive.DATABASE, copy
    for digest in storage.list_digests():
        try:
            yield f"files/{digest}", storage.read(digest)
        except FileNotFoundError:
            continue  # removed meanwhile: no file had these bytes any more
    for upload, offset in storage.list_parts():
        try:
            yield f"parts/{upload}/{offset}", storage.read_part(upload, offset)
        except FileNotFoundError:
            continue  # it has arrived


def _facts(config: Any, lost: list[str]) -> dict[str, Any]:
    return {"version": version("cop"), "revision": steps.current(), "database": dumping.kind(),
            "made_at": now().isoformat(timespec="seconds"), "settings": _settings(config),
            "lost": lost}


def _settings(config: Any) -> dict[str, str]:
    """What the environment says, without what opens anything."""
    told = {each.name: str(getattr(config, each.name)) for each in fields(config)}
    return {name: dumping.without_password(value) for name, value in told.items()
            if not any(secret in name for secret in SECRETS)}


def _require_ours(told: dict[str, Any]) -> None:
    if not steps.is_known(MIGRATIONS, told["revision"]):
        raise Forbidden(f"A newer version made this backup (cop {told['version']}, schema "
                        f"{told['revision']}). Install that version and restore with it.")
    if told["database"] != dumping.kind():
        raise Forbidden(f"This is a backup of {told['database']}, and COP_DATABASE_URL names "
                        f"{dumping.kind()}. Restore it into the same; cop move goes from SQLite "
                        "to PostgreSQL.")


def _require_empty(told: dict[str, Any]) -> None:
    """Files of the same backup may be there: a restore that was ended goes on."""
    if not dumping.is_empty():
        raise Forbidden("The database is not empty. A backup is restored into an empty one, so "
                        "that nothing is lost by mistake.")
    known = {name.removeprefix("files/") for name in told["members"]}
    if strangers := [digest for digest in storage.list_digests() if digest not in known]:
        raise Forbidden(f"The storage holds {len(strangers)} files that are not of this backup. "
                        "It must be empty.")


def _restore(file: Path, config: Any) -> Iterator[str]:
    """Files first: a database is never without what it names."""
    with tempfile.TemporaryDirectory(dir=_beside_database(config), prefix=".restore-") as folder:
        copy = Path(folder) / archive.DATABASE
        for name, content in archive.read_members(file):
            kind, _slash, rest = name.partition("/")
            if kind == archive.DATABASE:
                with copy.open("wb") as out:
                    copyfileobj(content, out)
            elif kind == "files":
                storage.store(content.read())
            else:
                upload, offset = map(int, rest.split("/"))
                storage.store_part(upload, offset, content.read())
            yield name
        db.session.remove()
        dumping.undump(copy, config.database_url_direct or config.database)


def _beside_database(config: Any) -> Path:
    """On the same disk, so that it can be put in place at once."""
    return (config.data_dir if dumping.kind() == "postgresql"
            else Path(db.engine.url.database)).absolute().parent
