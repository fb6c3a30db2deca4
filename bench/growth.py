"""How a community grows: what its tables and indexes take, and how long its pages do.

`python -m bench.growth postgresql+psycopg://… --times 1 10 100` fills a database of its own for
each size (bench/community.py), beside the one that is named, and drops it afterwards.
docs/scale.md tells what came of it.
"""
import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, event, make_url, text

from bench import community
from bench.corpus import Corpus
from config import Config
from cop import ROOT, create_app
from cop.base.db import db
from cop.base.schema import upgrade
from cop.search.service import keeping

ROUNDS = 40
SIZES = text(
    "SELECT relname, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class WHERE relkind = 'r' "
    "AND relnamespace = 'public'::regnamespace ORDER BY pg_total_relation_size(oid) DESC LIMIT 8")


def main() -> None:
    options = _options()
    for times in options.times:
        with _database(options.url, f"growth_{times}") as url, \
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
    """In one process, without a server: what a page takes, and of that the database."""
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
    asked = [0.0]
    with app.app_context():
        _watch(db.engine, asked)
    client = app.test_client()
    for name, address in pages.items():
        took, of_it = [], []
        for n in range(ROUNDS + 3):
            asked[0] = 0.0
            began = time.perf_counter()
            answer = client.get(address(n), follow_redirects=True)
            assert answer.status_code == 200, (address(n), answer.status_code)
            took.append((time.perf_counter() - began) * 1000)
            of_it.append(asked[0] * 1000)
        p50, p95 = statistics.median(took[3:]), sorted(took[3:])[int(ROUNDS * 0.95)]
        _tell(f"  {name:26} p50 {p50:8.1f} ms  p95 {p95:8.1f} ms  "
              f"database {statistics.median(of_it[3:]):8.1f} ms")


def _watch(engine, asked: list[float]) -> None:
    @event.listens_for(engine, "before_cursor_execute")
    def begin(*given) -> None:
        given[4].growth_began = time.perf_counter()

    @event.listens_for(engine, "after_cursor_execute")
    def end(*given) -> None:
        asked[0] += time.perf_counter() - given[4].growth_began


@contextmanager
def _database(url: str, name: str) -> Iterator[str]:
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
