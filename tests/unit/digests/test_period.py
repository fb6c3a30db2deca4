"""Periods: where they begin and end in the time of a region, and what lies before them."""
from datetime import UTC, date, datetime

import pytest

from cop.base.clock import at
from cop.digests.period import Period, last_month, month_of
from cop.vocabulary.zones import zone_of

ROME = zone_of("ITH3")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("day", "begin", "end"), [
    (date(2026, 10, 9), "2026-09-30T22:00", "2026-10-31T23:00"),  # summer time ends within
    (date(2026, 3, 9), "2026-02-28T23:00", "2026-03-31T22:00"),  # and begins within
    (date(2026, 7, 9), "2026-06-30T22:00", "2026-07-31T22:00"),
])
def test_a_month_is_whole_days_of_the_region_s_own_time(day, begin, end):
    period = month_of(day, ROME)
    assert (period.begin, period.end) == (moment(begin), moment(end))


@pytest.mark.parametrize("late", ["2026-10-31T23:30", "2026-03-31T23:30"])
def test_half_past_eleven_in_utc_is_the_next_month_in_italy(late):
    month = month_of(moment(late).date(), ROME)
    following = month_of(moment(late).astimezone(ROME).date(), ROME)
    assert moment(late) >= month.end
    assert following.begin <= moment(late) < following.end


def test_a_month_follows_the_one_before_without_a_gap():
    month = month_of(date(2026, 1, 15), ROME)
    assert month.before() == month_of(date(2025, 12, 1), ROME)
    assert month.before().end == month.begin


def test_before_some_days_are_as_many_days():
    period = Period(date(2026, 10, 10), date(2026, 10, 16), ROME)
    assert period.before() == Period(date(2026, 10, 3), date(2026, 10, 9), ROME)
    day = Period(date(2026, 3, 1), date(2026, 3, 1), ROME)
    assert day.before() == Period(date(2026, 2, 28), date(2026, 2, 28), ROME)


def test_last_month_is_the_region_s_own():
    with at(moment("2026-10-31T23:30")):
        assert last_month(ROME).first == date(2026, 10, 1)
        assert last_month().first == date(2026, 9, 1)
