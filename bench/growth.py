"""How a community grows: what its tables and indexes take, and how long its pages do.

`python -m bench.growth postgresql+psycopg://… --times 1 10 100` fills a database of its own for
each size (bench/community.py), beside the one that is named, and drops it afterwards.
docs/scale.md tells what came of it.
"""
import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from bench import community
from bench.corpus import Corpus
from config import Config
from cop import ROOT, create_app
from cop.base.content_version import change_version
from cop.base.db import begin_writing, db
from cop.base.schema import upgrade
from cop.search.service import keeping

ROUNDS, WARM_UP = 100, 5
SIZES = text(
    "SELECT relname, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class WHERE relkind = 'r' "
    "AND relnamespace = 'public'::regnamespace ORDER BY pg_total_relation_size(oid) DESC LIMIT 8")


def main() -> None:
    options = _options()
    for times in options.times:
        with database_of_its_own(options.url, f"growth_{times}") as url, \
                tempfile.TemporaryDirectory() as folder:
            _measure(url, Path(folder), community.Size(times))


def _measure(url: str, folder: Path, size: community.Size) -> None:
    app = create_app(Config.from_environment(
        {}, testing=True, secret_key="for measuring only", data_dir=folder, database_url=url,
        log_level="ERROR"))
    with app.app_context(), app.test_request_context():
        upgrade(ROOT / "migrations")
        filled = _seconds(lambda: community.fill(size))
        keeping.claim_home()
        db.session.commit()
        indexed = _seconds(keeping.reindex)
        _tell(f"{size.posts:,} posts: filled in {filled:.0f} s, indexed in {indexed:.0f} s")
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
            whole = connection.scalar(text("SELECT pg_database_size(current_database())"))
            _tell(f"  whole database {whole / 1e6:,.0f} MB, {whole / size.posts:,.0f} bytes a post")
            for name, table, indexes in connection.execute(SIZES):
                _tell(f"  {name:20} table {table / 1e6:9,.1f} MB  indexes {indexes / 1e6:9,.1f} MB")
        db.session.remove()
    _measure_pages(app, size)
    with app.app_context():
        db.engine.dispose()


def _measure_pages(app, size: community.Size) -> None:
    """Of a visitor, in one process and without a server, none of them kept from before: processor
    time, which other programs on the machine do not change much."""
    words = list(Corpus().words[100:4000:97])
    pages = {
        "front page": lambda n: "/",
        "list of topics": lambda n: "/topics",
        "topics of a room": lambda n: f"/spaces/room-{n % 20 + 1}/topics",
        "topic": lambda n: f"/topics/{2 + n * 997 % (size.topics - 1)}",
        "last page of 1,000 posts": lambda n: "/topics/1?page=last",
        "search, one word": lambda n: f"/search?q={words[n % len(words)]}",
        "search, two words": lambda n: (
            f"/search?q={words[n % len(words)]}+{words[n * 7 % len(words)]}"),
    }
    for name, address in pages.items():
        took, ours, theirs = [], 0.0, 0.0
        for n in range(WARM_UP + ROUNDS):
            _forget_kept_pages(app)
            if n == WARM_UP:
                ours, theirs = time.process_time(), _processor_of_database(app)
            began = time.perf_counter()
            answer = app.test_client().get(address(n), follow_redirects=True)
            assert answer.status_code == 200, (address(n), answer.status_code)
            took.append((time.perf_counter() - began) * 1000)
        ours = (time.process_time() - ours) / ROUNDS * 1000
        theirs = (_processor_of_database(app) - theirs) / ROUNDS * 1000
        _tell(f"  {name:26} processor: page {ours:6.1f} ms, database {theirs:6.1f} ms   "
              f"wall: p50 {statistics.median(took[WARM_UP:]):7.1f} ms")


def _forget_kept_pages(app) -> None:
    with app.app_context():
        begin_writing()
        change_version(db.session.connection())
        db.session.commit()


def _processor_of_database(app) -> float:
    """What all processes that serve this database have used; seconds."""
    with app.app_context(), db.engine.connect() as connection:
        numbers = connection.scalars(text(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()")).all()
    ticks = [Path(f"/proc/{n}/stat").read_text().rpartition(")")[2].split()[11:13]
             for n in numbers if Path(f"/proc/{n}").exists()]
    return sum(int(each) for pair in ticks for each in pair) / os.sysconf("SC_CLK_TCK")


@contextmanager
def database_of_its_own(url: str, name: str) -> Iterator[str]:
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def _seconds(act) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began


def _tell(line: str) -> None:
    print(line, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url", help="a PostgreSQL server: postgresql+psycopg://…")
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10])
    return parser.parse_args()


if __name__ == "__main__":
    main()
