"""When mail reaches somebody, by their own clocks: quiet hours, free days, the next digest."""
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from cop.vocabulary.zones import begin_of

SATURDAY = 5


@dataclass(frozen=True)
class Hours:
    """Whole hours, 0 to 23. Quiet from `quiet_from` until `quiet_until`, over midnight where that
    is the earlier one; never where they are the same. `weekday` counts from Monday (0)."""

    zone: tzinfo
    quiet_from: int
    quiet_until: int
    rests_on_weekends: bool
    frequency: str = "never"
    hour: int = 8
    weekday: int = 0

    def may_ring_at(self, moment: datetime) -> datetime:
        """That moment, or the end of the quiet hours and free days it falls into."""
        local = moment.astimezone(self.zone)
        if not self._is_quiet(local):
            return moment
        ends = (begin_of(day, self.zone, self.quiet_until) for day in days_from(local.date()))
        return next(end for end in ends
                    if end > moment and not self._rests_on(end.astimezone(self.zone).date()))

    def next_digest(self, after: datetime) -> datetime | None:
        """The first moment after this one at which a digest is due; None where none is wanted.

        A daily one keeps to working days where the weekend is free; a monthly one comes on the
        first such weekday of a month.
        """
        if self.frequency == "never":
            return None
        days = (day for day in days_from(after.astimezone(self.zone).date())
                if self._is_digest_day(day))
        moments = (begin_of(day, self.zone, self.hour) for day in days)
        return next(moment for moment in moments if moment > after)

    def _is_quiet(self, local: datetime) -> bool:
        if self._rests_on(local.date()):
            return True
        begin, end, hour = self.quiet_from, self.quiet_until, local.hour
        return begin <= hour < end if begin <= end else hour >= begin or hour < end

    def _rests_on(self, day: date) -> bool:
        return self.rests_on_weekends and day.weekday() >= SATURDAY

    def _is_digest_day(self, day: date) -> bool:
        if self.frequency == "daily":
            return not self._rests_on(day)
        return day.weekday() == self.weekday and (self.frequency == "weekly" or day.day <= 7)


def days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += timedelta(days=1)
