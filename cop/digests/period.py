"""Periods: whole days of a region's own time, their boundaries in UTC, and the one before."""
import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

import pytz

from cop.base.clock import now
from cop.vocabulary.zones import begin_of


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both included, in the time of `zone`."""

    first: date
    last: date
    zone: tzinfo

    @property
    def begin(self) -> datetime:
        return begin_of(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """The first moment that no longer belongs to it."""
        return begin_of(self.last + timedelta(days=1), self.zone)

    def holds(self, moment: Any) -> Any:
        """Whether a moment (of a row, or a column) lies in it: a clause when given a column."""
        return (moment >= self.begin) & (moment < self.end)

    @property
    def is_month(self) -> bool:
        return self == month_of(self.first, self.zone)

    def before(self) -> "Period":
        """The calendar month before a whole month; else as many days before the first."""
        day_before = self.first - timedelta(days=1)
        if self.is_month:
            return month_of(day_before, self.zone)
        return Period(self.first - (self.last - self.first) - timedelta(days=1), day_before,
                      self.zone)


def month_of(day: date, zone: tzinfo) -> Period:
    last = calendar.monthrange(day.year, day.month)[1]
    return Period(day.replace(day=1), day.replace(day=last), zone)


def last_month(zone: tzinfo = pytz.UTC) -> Period:
    """The calendar month before the present one."""
    today = now().astimezone(zone).date()
    return month_of(today.replace(day=1) - timedelta(days=1), zone)
