"""What the database says to whoever watches: jobs, the index and letters that wait.

Every host of a community says the same of these: take the largest, not the sum.
"""
from collections.abc import Iterator
from importlib.metadata import version

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from sqlalchemy import func, select

from cop.base.clock import now
from cop.base.db import db
from cop.base.jobs import Job
from cop.base.mail_tables import Letter
from cop.search.queries import home as index_queries


def list_facts() -> Iterator[Metric]:
    yield from _jobs()
    waiting = index_queries.read_waiting()
    yield GaugeMetricFamily("cop_index_lag_seconds", "How far the search index is behind.",
                            value=waiting.seconds)
    count, since = db.session.execute(select(func.count(Letter.id), func.min(Letter.created_at))
                                      .where(Letter.outcome == "waiting")).one()
    yield GaugeMetricFamily("cop_letters_waiting", "Letters that wait to be sent.", value=count)
    yield GaugeMetricFamily("cop_letters_oldest_seconds", "Since when the oldest of them waits.",
                            value=(now() - since).total_seconds() if since else 0)
    about = GaugeMetricFamily("cop_info", "What runs here.", labels=["version", "database"])
    about.add_metric([version("cop"), db.engine.dialect.name], 1)
    yield about


def _jobs() -> Iterator[Metric]:
    """By their kind, which are as many as there are in the code."""
    waiting = GaugeMetricFamily("cop_jobs_waiting", "Jobs that wait or are tried.", labels=["job"])
    oldest = GaugeMetricFamily("cop_jobs_oldest_seconds", "For how long the oldest of them has "
                               "been due.", labels=["job"])
    parked = GaugeMetricFamily("cop_jobs_parked", "Jobs that were given up.", labels=["job"])
    rows = db.session.execute(
        select(Job.name, Job.parked_at.is_not(None), func.count(Job.id), func.min(Job.due_at))
        .group_by(Job.name, Job.parked_at.is_not(None)))
    for name, is_parked, count, due in rows:
        (parked if is_parked else waiting).add_metric([name], count)
        if not is_parked:
            oldest.add_metric([name], max((now() - due).total_seconds(), 0))
    yield from (waiting, oldest, parked)
