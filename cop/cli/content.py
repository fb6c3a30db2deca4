"""`cop import` and `cop export`: whole communities in, and out again."""
import csv
import json
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from cop.base.db import db
from cop.base.errors import Forbidden, Invalid, NotFound
from cop.base.sheets import write_csv, write_workbook
from cop.base.tables import read_rows
from cop.cases.queries.exports import export_cases
from cop.cases.service.imports import import_cases
from cop.cases.sheets import as_cells, workbook
from cop.cli.person import person_of
from cop.cli.root import ReadConfig, community, progress, save
from cop.discussions.service.exports import export_topics
from cop.discussions.service.imports import import_topics
from cop.people.models import AnyMember, Person, Visitor
from cop.people.service.imports import export_people, import_people
from cop.search.service import keeping as search
from cop.spaces.models import Space
from cop.spaces.queries import get_space

KINDS = click.Choice(["people", "topics", "cases"])
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SHOWN_REFUSALS = 20


@click.command(name="import")
@click.argument("kind", type=KINDS)
@click.argument("file", type=FILE)
@click.option("--space", help="Topics: the space they go into.")
@click.option("--map", "mapping", type=FILE, help="Cases: which of their fields is which of ours.")
@click.option("--as", "email", help="Whose deed it is; cases need an author.")
@click.option("--dry-run", is_flag=True, help="Do everything except keeping it.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path),
              help="Write the refused rows to this CSV file.")
@click.pass_obj
def import_(read_config: ReadConfig, kind: str, file: Path, report: Path | None, dry_run: bool,
            **choices: Any) -> None:
    """Take in topics, cases or people from CSV, XLSX or JSON Lines; twice changes nothing."""
    with community(read_config):
        outcome = _Outcome(dry_run)
        progress(f"Importing {kind}", outcome.watch(_reports(kind, file, dry_run, **choices)))
        if outcome.taken and not dry_run:
            click.echo(f"Search index: {search.reindex()} entries.", err=True)
        db.session.rollback()
    outcome.tell(report)


@click.command()
@click.argument("kind", type=KINDS)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--as", "email", help="With the eyes of this member; else what all members see.")
@click.pass_obj
def export(read_config: ReadConfig, kind: str, file: Path, email: str | None) -> None:
    """Write topics, cases or people to a file that `cop import` reads."""
    with community(read_config):
        reader = person_of(email) if email else AnyMember()
        rows = {"people": export_people, "topics": lambda: export_topics(reader),
                "cases": lambda: export_cases(reader)}[kind]()
        written = _write_rows(kind, file, rows)
    click.echo(f"{file}: {written} rows.")


class _Outcome:
    """Watches the reports of an import and tells how it ended."""

    def __init__(self, dry_run: bool):
        self.dry_run = dry_run
        self.taken = self.known = 0
        self.refused: list[tuple[int, str]] = []

    def watch(self, reports: Iterable[Any]) -> Iterator[Any]:
        for report in reports:
            if self.dry_run:
                db.session.rollback()
            self.taken, self.known, self.refused = report.taken, report.known, report.refused
            yield report

    def tell(self, file: Path | None) -> None:
        """The summary; status 1 when rows were refused."""
        would = "would come in" if self.dry_run else "came in"
        click.echo(f"{self.taken} {would}, {self.known} were here already, "
                   f"{len(self.refused)} refused.")
        for number, sentence in self.refused[:SHOWN_REFUSALS]:
            click.echo(f"  line {number}: {sentence}", err=True)
        if len(self.refused) > SHOWN_REFUSALS:
            click.echo(f"  … and {len(self.refused) - SHOWN_REFUSALS} more", err=True)
        if file:
            with file.open("w", newline="", encoding="utf-8-sig") as out:
                csv.writer(out).writerows([("line", "reason"), *sorted(self.refused)])
        if self.refused:
            raise click.exceptions.Exit(1)


def _reports(kind: str, file: Path, dry_run: bool, *, space: str | None, mapping: Path | None,
             email: str | None) -> Iterator[Any]:
    rows, actor = read_rows(file), person_of(email) if email else None
    if kind == "topics":
        if not space:
            raise click.UsageError("Say where the topics go: --space SLUG.")
        for report in import_topics(rows, _space(actor or Visitor(), space), dry_run=dry_run):
            db.session.commit()
            yield report
        return
    save()
    if kind == "people":
        reports = import_people(actor, rows)
    else:
        if actor is None:
            raise click.UsageError("Say who answers for the cases: --as EMAIL.")
        reports = import_cases(rows, author=actor, mapping=_read_map(mapping))
    for report in reports:
        yield report
        if not dry_run:
            save()


def _space(reader: Person | Visitor, slug: str) -> Space:
    try:
        return get_space(reader, slug)
    except NotFound as none:
        raise NotFound(f"There is no space “{slug}”, or it is not open to who imports: --as EMAIL "
                       "names a member of it.") from none


def _read_map(file: Path | None) -> dict[str, Any] | None:
    try:
        return tomllib.loads(file.read_text()) if file else None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise Invalid({"map": f"{file} is not TOML: {problem}."}) from problem


def _write_rows(kind: str, file: Path, rows: Iterable[dict[str, Any]]) -> int:
    """JSON Lines, or CSV or XLSX where the name says so. Whole or not at all."""
    draft = file.with_name(file.name + ".part")
    suffix = file.suffix.lower()
    if suffix == ".csv" and kind == "cases":
        rows = as_cells(rows)
    write = {".csv": _write_csv, ".xlsx": _write_workbook(kind)}.get(suffix, _write_json)
    try:
        count = write(draft, rows)
        draft.replace(file)
    except OSError as problem:
        raise Forbidden(f"{file}: {problem.strerror}.") from problem
    return count


def _write_csv(file: Path, rows: Iterable[dict[str, Any]]) -> int:
    with file.open("w", newline="", encoding="utf-8-sig") as out:
        return write_csv(out, rows)


def _write_json(file: Path, rows: Iterable[dict[str, Any]]) -> int:
    with file.open("w", encoding="utf-8") as out:
        return sum(bool(out.write(json.dumps(row, ensure_ascii=False, default=str) + "\n"))
                   for row in rows)


def _write_workbook(kind: str) -> Callable[[Path, Iterable[dict[str, Any]]], int]:
    def write(file: Path, rows: Iterable[dict[str, Any]]) -> int:
        listed = list(rows)
        file.write_bytes(workbook(listed) if kind == "cases" else write_workbook(
            listed, name=kind))
        return len(listed)

    return write
