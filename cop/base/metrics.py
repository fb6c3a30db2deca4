"""Numbers for whoever watches: counted where things happen, read at /metrics.

All processes of a host count into one folder, so that they add up; what is asked of the database
instead is in `pages/queries/metrics.py`.
"""
import os
import struct
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, values
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector

#: Where the library looks for the folder.
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
#: What ended processes counted is kept for so long, so that sums do not fall; seconds.
KEPT = 24 * 3600
#: So often /metrics is tried while files are being made; seconds between.
TRIES, PAUSE = 3, 0.05
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)

_here = CollectorRegistry()

#: Every one has a label: so nothing is counted, and no file written, before something happens.
REQUESTS = Counter("cop_requests", "Answers by route and status.",
                   ["method", "route", "status"], registry=_here)
REQUEST_SECONDS = Histogram("cop_request_seconds", "How long answers took.", ["method", "route"],
                            buckets=SECONDS, registry=_here)
JOB_SECONDS = Histogram("cop_job_seconds", "How long jobs took, and whether they were done.",
                        ["job", "outcome"], buckets=(*SECONDS, 60, 600), registry=_here)
LETTERS = Counter("cop_letters", "Letters: sent, refused, bounced, outdated, dropped.", ["outcome"],
                  registry=_here)
SIGN_INS = Counter("cop_sign_ins", "Tries to sign in: ok, failed.", ["outcome"], registry=_here)
SLOW_QUERIES = Counter("cop_slow_queries", "Statements that took longer than COP_SLOW_QUERY_MS.",
                       ["verb"], registry=_here)
CONNECTIONS = Gauge("cop_database_connections", "Connections in use at this moment.", ["pool"],
                    multiprocess_mode="livesum", registry=_here)


def share(folder: Path) -> None:
    """From here on, count into this folder, together with the other processes of this host. For
    processes that serve or work; a command that ends at once counts for nobody."""
    if _is_shared():
        return
    folder.mkdir(parents=True, exist_ok=True)
    _forget_the_dead(folder)
    for number in (REQUESTS, REQUEST_SECONDS, JOB_SECONDS, LETTERS, SIGN_INS, SLOW_QUERIES,
                   CONNECTIONS):
        number.clear()  # what was counted before was counted for this process alone
    os.environ[FOLDER] = str(folder)
    values.ValueClass = values.MultiProcessValue()


def exposition(facts: Iterable[Metric]) -> bytes:
    """All numbers, and these facts, in the words of Prometheus."""
    listed = list(facts)
    for _try in range(TRIES):
        with suppress(struct.error):  # a process begins to count just now: its file is empty yet
            return _told(listed)
        time.sleep(PAUSE)
        _forget_the_dead(Path(os.environ[FOLDER]))
    return _told(listed)


def _told(facts: list[Metric]) -> bytes:
    registry = CollectorRegistry()
    if _is_shared():
        MultiProcessCollector(registry, os.environ[FOLDER])
    else:
        registry.register(_here)
    registry.register(_Facts(facts))
    return generate_latest(registry)


class _Facts:
    def __init__(self, facts: list[Metric]):
        self.facts = facts

    def collect(self) -> list[Metric]:
        return self.facts

    def describe(self) -> list[Any]:
        return []


def _is_shared() -> bool:
    return values.ValueClass._multiprocess


def _forget_the_dead(folder: Path) -> None:
    """What they had open is open no more; what they counted counts on for a day. Who was killed
    as it began left an empty file."""
    for file in folder.glob("*_*.db"):
        number = file.stem.rpartition("_")[2]
        facts = file.stat()
        is_over = facts.st_mtime < time.time() - KEPT or not facts.st_size
        if not Path(f"/proc/{number}").exists() and (
                is_over or file.name.startswith("gauge_live")):
            file.unlink(missing_ok=True)
