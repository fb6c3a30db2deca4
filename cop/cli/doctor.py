"""`cop doctor`: looks at everything, says what is wrong and how to mend it."""
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import click

from cop import create_app
from cop.base import checks, counts
from cop.base.checks import Finding
from cop.base.db import begin_writing, db
from cop.cli.move import NOTE
from cop.cli.root import MIGRATIONS, ReadConfig
from cop.files.checks import check_files, check_storage
from cop.search.checks import check_index
from cop.web.single_sign_on import check_sign_on

#: A key that nobody guesses: so long, of so many different characters.
LONG, VARIED = 32, 10
#: What is known from examples is no secret.
KNOWN = ("change", "secret", "example", "password", "please")
LEAST_ROOM, LEAST_SHARE = 1024 ** 3, 0.05
#: What it is about, and what looks at it.
Check = tuple[str, Callable[[], Iterable[Finding]]]
HERE = ("127.0.0.1", "localhost", "::1")


@click.command()
@click.option("--all", "every", is_flag=True, help="Read all files, not a sample of 200.")
@click.option("--quick", is_flag=True, help="Leave out what reads everything: index, audit log.")
@click.option("--recount", is_flag=True, help="Put numbers right that are not what they count.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def doctor(read_config: ReadConfig, every: bool, quick: bool, recount: bool,
           as_json: bool) -> None:
    """Look at settings, database, index, mail, storage and jobs. Status 1 when something is wrong.

    Each line says what is wrong, and how to mend it.
    """
    findings = list(_look(read_config, every=every, quick=quick, recount=recount))
    if as_json:
        click.echo(json.dumps([asdict(each) | {"well": each.is_well} for each in findings],
                              ensure_ascii=False))
    else:
        for each in findings:
            click.secho(f"{'well ' if each.is_well else 'WRONG'}  {each.about}: {each.told}",
                        fg=None if each.is_well else "red")
            if each.mend:
                click.echo(f"       → {each.mend}")
    if not all(each.is_well for each in findings):
        raise click.exceptions.Exit(1)


def _look(read_config: ReadConfig, *, every: bool, quick: bool,
          recount: bool) -> Iterator[Finding]:
    try:
        config = read_config()
    except ValueError as problems:  # all that is wrong with the settings
        yield from (Finding("settings", line.rstrip("."), "Set it in the environment.")
                    for line in str(problems).splitlines())
        return
    with create_app(config).app_context():
        yield from _all_of(_around(config))
        if is_away := checks.find_database():
            yield is_away
            return
        if recount:
            yield from _carefully("counts", _recount)
        yield from _all_of(_within(every=every, quick=quick))


def _around(config: Any) -> Iterator[Check]:
    """What needs no database."""
    yield "settings", partial(_settings, config)
    yield "move", partial(_move, config)
    yield "disk", partial(_disk, config)
    yield "storage", check_storage
    yield "mail", partial(checks.check_mail, config.mail_url)
    yield "single sign-on", check_sign_on


def _within(*, every: bool, quick: bool) -> Iterator[Check]:
    yield "database", checks.check_database
    yield "schema", partial(checks.check_schema, MIGRATIONS)
    yield "clock", checks.check_clock
    yield "counts", checks.check_counts
    yield "jobs", checks.check_jobs
    yield "letters", checks.check_letters
    yield "files", partial(check_files, every=every)
    yield "index", partial(check_index, compare=not quick)
    if not quick:
        yield "audit log", checks.check_audit_log


def _all_of(some: Iterable[Check]) -> Iterator[Finding]:
    for about, check in some:
        yield from _carefully(about, check)


def _carefully(about: str, check: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """What cannot be looked at is wrong, too, and hides nothing else."""
    try:
        yield from check()
    except Exception as problem:
        said = str(getattr(problem, "orig", None) or problem).strip().splitlines() or [""]
        yield Finding(about, f"could not be looked at: {type(problem).__name__}: {said[0]}",
                      "Mend what is above first, then look again.")
    finally:
        db.session.rollback()


def _recount() -> Iterator[Finding]:
    begin_writing()
    wrong = counts.recount()
    db.session.commit()
    yield Finding("counts", f"{wrong} were put right"
                  + (", the index is to be told: cop search reindex" if wrong else ""))


def _settings(config: Any) -> Iterator[Finding]:
    if config.demo:
        yield Finding("settings", "those of the demo")
        return
    secret, found = config.secret_key, []
    if len(secret) < LONG or len(set(secret)) < VARIED or any(
            word in secret.lower() for word in KNOWN):
        found.append(Finding(
            "settings", "COP_SECRET_KEY can be guessed",
            "Take a new one: python3 -c 'import secrets; print(secrets.token_hex(32))'. "
            "docs/operations.md says what changes with it."))
    address = urlsplit(config.base_url)
    if address.scheme == "http" and address.hostname not in HERE:
        found.append(Finding("settings", "COP_BASE_URL is not encrypted: passwords travel openly",
                             "Put a proxy with TLS in front and begin it with https://."))
    if address.scheme == "https" and not config.proxy_hops:
        found.append(Finding("settings", "COP_PROXY_HOPS is 0 although a proxy must stand in front",
                             "Set it to the number of proxies, or limits count all people as one."))
    yield from found or [Finding("settings", "nothing wrong")]


def _move(config: Any) -> Iterator[Finding]:
    if (config.data_dir / NOTE).exists():
        yield Finding("move", "one to PostgreSQL was begun and not finished; nobody can write",
                      "Give cop move again, or cop move --cancel.")


def _disk(config: Any) -> Iterator[Finding]:
    room = shutil.disk_usage(config.data_dir)
    told = f"{room.free / 1024 ** 3:.1f} GB are free in {config.data_dir}"
    is_short = room.free < LEAST_ROOM or room.free < room.total * LEAST_SHARE
    yield Finding("disk", told, "Make room: when it is full nothing can be stored any more."
                  if is_short else "")
