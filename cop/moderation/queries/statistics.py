"""How moderation goes: how much there was, how long it took, what was found right."""
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from sqlalchemy import func, select

from cop.base.clock import now
from cop.base.db import db
from cop.base.small_numbers import FEWEST, told
from cop.moderation.models.decisions import ModerationDecision
from cop.moderation.models.items import Report, ReviewItem
from cop.moderation.policy import visible_items
from cop.people.models import Person

PERIODS = (30, 90, 365)  # days


@dataclass(frozen=True)
class Line:
    """What was decided for one reason, or for all of them (`reason` empty)."""

    reason: str
    decided: int
    upheld: int
    reversed: int
    hours: float

    @property
    def shown(self) -> dict[str, str]:
        """What may be shown of it: counts below five are «<5», and nothing is drawn from them."""
        few = self.decided < FEWEST
        return {
            "decided": told(self.decided),
            "upheld": "–" if few else f"{round(100 * self.upheld / self.decided)} %",
            "reversed": told(self.reversed),
            "hours": "–" if few else f"{self.hours:.1f}"}


@dataclass(frozen=True)
class Statistics:
    """Of a period, in the care of one moderator."""

    days: int
    reports: int
    waiting: int
    total: Line
    lines: list[Line]


def get_statistics(reader: Person, days: int) -> Statistics:
    """Three queries, whatever the period. Decisions of moderators count, not what reports hid."""
    since = now() - timedelta(days=days)
    in_care = visible_items(reader)
    rows = db.session.execute(
        select(ReviewItem.reason, ReviewItem.created_at, ModerationDecision.created_at,
               ModerationDecision.outcome, ModerationDecision.reversed_at)
        .join(ModerationDecision, ModerationDecision.item_id == ReviewItem.id)
        .where(in_care, ModerationDecision.is_automated.is_(False),
               ModerationDecision.created_at > since)).all()
    reports = db.session.scalar(select(func.count(Report.id)).join(Report.item).where(
        in_care, Report.created_at > since)) or 0
    waiting = db.session.scalar(select(func.count(ReviewItem.id)).where(
        in_care, ReviewItem.decided_at.is_(None))) or 0
    by_reason = defaultdict(list)
    for row in rows:
        by_reason[row[0]].append(row)
    lines = [_line(reason, some) for reason, some in sorted(by_reason.items()) if reason]
    return Statistics(days, reports, waiting, _line("", rows), lines)


def _line(reason: str, rows: Iterable[tuple]) -> Line:
    rows = list(rows)
    hours = [(decided - came).total_seconds() / 3600 for _, came, decided, _, _ in rows]
    return Line(
        reason, len(rows), sum(outcome not in ("keep", "release") for *_, outcome, _ in rows),
        sum(reversed_at is not None for *_, reversed_at in rows), median(hours) if hours else 0.0)
