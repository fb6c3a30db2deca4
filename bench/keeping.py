"""What it takes to keep a community: room in the database and the index, backup, restore, vacuum.

`python -m bench.keeping` fills SQLite, `python -m bench.keeping postgresql+psycopg://…` a database
beside the one that is named, and drops it afterwards; `--times 10` ten times the community.
Processor time is told beside the seconds: other programs on the machine change it less.
docs/scale.md tells what came of it.
"""
import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from bench import community
from bench.growth import database_of_its_own
from config import Config
from cop import ROOT, create_app
from cop.base.db import db
from cop.base.schema import upgrade
from cop.search.service import keeping
from cop.search.service.index import engine

SIZES = {
    "sqlite": "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 12",
    "postgresql": "SELECT relname, pg_relation_size(oid) FROM pg_class WHERE relkind IN ('r', 'i')"
                  " AND relnamespace = 'public'::regnamespace ORDER BY 2 DESC LIMIT 12"}
WHOLE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())"}


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder, _databases(options.url) as (first, second):
        size, environment = community.Size(options.times), _environment(Path(folder) / "a", first)
        app = _open(environment)
        with app.app_context(), app.test_request_context():
            _fill(size)
            _tell_sizes(size)
        archive = Path(folder) / "all.tar"
        _command("backup", environment, archive)
        megabytes = archive.stat().st_size / 1e6
        _tell(f"the archive: {megabytes:,.0f} MB, {archive.stat().st_size / size.posts:,.0f} bytes "
              "a post")
        _command("restore", _environment(Path(folder) / "b", second), archive)


def _fill(size: community.Size) -> None:
    upgrade(ROOT / "migrations")
    _timed(f"{size.posts:,} posts are filled in", lambda: community.fill(size))
    keeping.claim_home()
    db.session.commit()
    _timed("indexed", keeping.reindex)
    facts = engine().stats()
    _tell(f"{facts['engine']}: {facts['entries']:,} entries")
    if "bytes" in facts:
        _tell(f"  {facts['bytes'] / 1e6:,.0f} MB, "
              f"{facts['bytes'] / facts['entries']:,.0f} bytes an entry")


def _tell_sizes(size: community.Size) -> None:
    kind = db.engine.dialect.name
    db.session.rollback()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        _timed("VACUUM ANALYZE", lambda: connection.execute(
            text("VACUUM ANALYZE" if kind == "postgresql" else "VACUUM")))
        whole = connection.scalar(text(WHOLE[kind]))
        _tell(f"the database: {whole / 1e6:,.0f} MB, {whole / size.posts:,.0f} bytes a post")
        for name, number in connection.execute(text(SIZES[kind])):
            _tell(f"  {name:44} {number / 1e6:9,.1f} MB  {number / size.posts:7,.0f} a post")
    db.session.remove()


def _command(name: str, environment: dict[str, str], archive: Path) -> None:
    _timed(f"cop {name}", lambda: subprocess.run(
        [sys.executable, "-m", "wsgi", name, str(archive)], env=os.environ | environment, cwd=ROOT,
        check=True, stdout=subprocess.DEVNULL))


def _environment(folder: Path, url: str) -> dict[str, str]:
    return {"COP_DATA_DIR": str(folder), "COP_SECRET_KEY": "for measuring only",
            "COP_DATABASE_URL": url, "COP_LOG_LEVEL": "ERROR"}


def _open(environment: dict[str, str]):
    return create_app(Config.from_environment(environment, testing=True))


@contextmanager
def _databases(url: str) -> Iterator[tuple[str, str]]:
    if not url:
        yield "", ""
        return
    with database_of_its_own(url, "kept") as first, database_of_its_own(url, "restored") as second:
        yield first, second


def _timed(what: str, act: Callable[[], object]) -> None:
    began, used = time.monotonic(), _processor()
    act()
    _tell(f"{what}: {time.monotonic() - began:.1f} s, of it {_processor() - used:.1f} s of our "
          "processor")


def _processor() -> float:
    """Of this process and the commands it ran; that of a database server is not in it."""
    return sum(each.ru_utime + each.ru_stime for each in (
        resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)))


def _tell(line: str) -> None:
    print(line, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url", nargs="?", default="", help="a PostgreSQL server; none: SQLite")
    parser.add_argument("--times", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
