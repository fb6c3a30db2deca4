"""`make bench`: pages of cop beside those of two small programs, served alike, as tables for
docs/performance.md.

    python -m bench                     embedded and on PostgreSQL, minimum, bare
    python -m bench --times 10          the same community and one ten times as large

For each page all are asked in turn, in five rounds; the tables tell medians of the rounds.
`--data FOLDER` keeps the communities that were made, and uses them again.
"""
import argparse
import os
import platform
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median, quantiles

from bench import sides
from bench.load import ask_for
from bench.pages import PAGES
from bench.processes import Memory, go_first, memory, processor_time
from bench.search import machine

PORT = 8120
HEAD = ("| page | side | a second | share | processor, ms | share | p50, ms | p99, ms |\n"
        "|---|---|--:|--:|--:|--:|--:|--:|")
WRITES = PAGES[-1]
#: What a page is compared with on a side that has none of its kind.
LIKE = {"search": "topic", "topic, signed in": "topic", "topic, nothing kept": "topic"}


@dataclass(frozen=True)
class Round:
    """One page, asked for of one side for some seconds."""

    rate: float  # answers a second
    busy: float  # milliseconds of processor time an answer
    usual: float  # milliseconds: half of the answers took less
    slow: float  # milliseconds: one of a hundred took more

    @classmethod
    def of(cls, side: sides.Side, page: str, seconds: float) -> "Round | None":
        make = side.ask(page)
        if make is None:
            return None
        before = processor_time(*side.roots)
        taken = ask_for(seconds, side.port, make)
        busy = processor_time(*side.roots) - before
        parts = quantiles(taken, n=100)
        return cls(len(taken) / seconds, busy * 1000 / len(taken), parts[49] * 1000,
                   parts[98] * 1000)

    @classmethod
    def middle(cls, rounds: Sequence["Round"]) -> "Round":
        return cls(*(median(getattr(each, name) for each in rounds)
                     for name in ("rate", "busy", "usual", "slow")))


Measured = dict[tuple[str, str], Round]


def main() -> None:
    given = _options()
    go_first(os.getpid())
    with ExitStack() as stack:
        folder = given.data or Path(stack.enter_context(
            tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        sizes = (1,) if given.times == 1 else (1, given.times)
        begun = _begin(stack, folder, sizes, postgres=not given.no_postgres)
        print(f"{date.today():%d %B %Y}, {machine()}, "  # noqa: DTZ011
              f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}\n", flush=True)
        base_of = {side.name: begun[-1 if len(sizes) == 1 else index // 2 * 2].name
                   for index, side in enumerate(begun)}
        print(HEAD)
        measured: Measured = {}
        for page in given.pages.split("|") if given.pages else PAGES:
            measured |= measure(begun, page, given.rounds, given.seconds, given.warm)
            print_lines(page, measured, base_of)
        for side in begun:
            if isinstance(side, sides.Ours):
                _print_work(side)


def measure(begun: Sequence[sides.Side], page: str, rounds: int, seconds: float,
            warm: float) -> Measured:
    """A page of all sides in turn, so many rounds. Before them each is asked for so long that what
    is kept is kept in both processes; what writes, for a moment, as nobody may write that much."""
    found: dict[tuple[str, str], list[Round]] = {}
    warm = min(warm, seconds) if page == WRITES else warm
    for number in range(rounds + 1):
        for side in begun:
            each = Round.of(side, page, seconds if number else warm)
            if each and number:
                found.setdefault((page, side.name), []).append(each)
    return {key: Round.middle(each) for key, each in found.items()}


def print_lines(page: str, measured: Measured, base_of: dict[str, str]) -> None:
    """The lines of a page, as soon as it is measured."""
    for (_page, side), each in ((key, each) for key, each in measured.items() if key[0] == page):
        base = base_of[side]
        other = measured.get((page, base)) or measured.get((LIKE.get(page, page), base))
        rate, busy = (f"{each.rate / other.rate:.2f}", f"{other.busy / each.busy:.2f}") if (
            other) else ("", "")
        print(f"| {page} | {side} | {each.rate:,.0f} | {rate} | {each.busy:.2f} | {busy} | "
              f"{each.usual:.1f} | {each.slow:.1f} |", flush=True)


def _begin(stack: ExitStack, folder: Path, sizes: Sequence[int],
           postgres: bool) -> list[sides.Side]:
    """Start them all. Of one size: the last is what the others are compared with."""
    begun: list[sides.Side] = []
    port = iter(range(PORT, PORT + 10))
    for kind in ("embedded", "postgres")[:1 + postgres]:
        for times in sizes:
            name = kind if len(sizes) == 1 else f"{kind} × {times}"
            begun.append(stack.enter_context(sides.ours(
                name, folder / f"{kind}-{times}", next(port), times=times,
                asked=folder / f"embedded-{times}" / "cop.sqlite", postgres=kind == "postgres")))
    if len(sizes) == 1:
        database = copied(folder / f"embedded-{sizes[0]}" / "cop.sqlite", folder / "minimum.sqlite")
        begun += [
            stack.enter_context(sides.bare("bare", folder / "pages", next(port), begun[0])),
            stack.enter_context(sides.minimum("minimum", database, next(port), begun[0].asked))]
    return begun


def copied(database: Path, copy: Path) -> Path:
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def _print_work(side: sides.Ours) -> None:
    web, worked = memory(*side.roots[:1]), side.work()
    print(f"{side.name}: web processes {_told(web)}; with a worker {_told(worked.memory)}, which "
          f"took {worked.seconds:.1f} s of processor time to start and for what replies ordered")


def _told(used: Memory) -> str:
    return f"{used.pss:,.0f} MB (resident {used.rss:,.0f} MB)"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=1, help="how large a second community is")
    parser.add_argument("--pages", help="|".join(PAGES))
    parser.add_argument("--no-postgres", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.5, help="for each page in each round")
    parser.add_argument("--warm", type=float, default=10,
                        help="seconds for each page before the first round")
    parser.add_argument("--data", type=Path, help="where communities are kept")
    return parser.parse_args()


if __name__ == "__main__":
    main()
