"""Quiet hours and the next digest, by the clocks of whoever gets the mail."""
from datetime import UTC, datetime

import pytest
import pytz

from cop.notifications.hours import Hours

ROME, HELSINKI = pytz.timezone("Europe/Rome"), pytz.timezone("Europe/Helsinki")


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def hours(zone=ROME, quiet=(20, 7), weekends=True, **more):
    return Hours(zone, *quiet, weekends, **more)


@pytest.mark.parametrize("moment, rings", [
    ("2026-11-25 11:00", "2026-11-25 11:00"),  # Wednesday noon
    ("2026-11-25 19:00", "2026-11-26 06:00"),  # 20:00 in Rome: the next morning at 7
    ("2026-11-25 18:59", "2026-11-25 18:59"),
    ("2026-11-26 05:30", "2026-11-26 06:00"),
    ("2026-11-27 19:30", "2026-11-30 06:00"),  # Friday evening: Monday
    ("2026-11-28 11:00", "2026-11-30 06:00"),  # Saturday
    ("2026-11-29 22:30", "2026-11-30 06:00"),  # Sunday night
    ("2026-07-01 19:00", "2026-07-02 05:00"),  # summer time
    ("2026-03-27 20:00", "2026-03-30 05:00"),  # the clocks change on that weekend
])
def test_what_would_ring_in_quiet_hours_waits_for_the_morning(moment, rings):
    assert hours().may_ring_at(utc(moment)) == utc(rings)


@pytest.mark.parametrize("quiet, weekends, moment, rings", [
    ((0, 0), False, "2026-11-28 23:00", "2026-11-28 23:00"),  # never quiet
    ((12, 14), False, "2026-11-28 11:30", "2026-11-28 13:00"),  # at noon only
    ((20, 7), False, "2026-11-27 20:00", "2026-11-28 06:00"),  # weekends like other days
    ((0, 0), True, "2026-11-28 11:00", "2026-11-29 23:00"),  # Monday begins at midnight
])
def test_quiet_is_what_somebody_says(quiet, weekends, moment, rings):
    assert hours(quiet=quiet, weekends=weekends).may_ring_at(utc(moment)) == utc(rings)


@pytest.mark.parametrize("plan, after, due", [
    ({"frequency": "weekly"}, "2026-11-25 12:00", "2026-11-30 07:00"),
    ({"frequency": "weekly"}, "2026-11-30 07:00", "2026-12-07 07:00"),
    ({"frequency": "weekly", "weekday": 3, "hour": 17}, "2026-11-25 12:00", "2026-11-26 16:00"),
    ({"frequency": "daily"}, "2026-11-27 12:00", "2026-11-30 07:00"),  # Friday: Monday
    ({"frequency": "daily", "hour": 6}, "2026-11-25 04:00", "2026-11-25 05:00"),
    ({"frequency": "monthly"}, "2026-11-25 12:00", "2026-12-07 07:00"),
    ({"frequency": "monthly"}, "2026-12-07 06:59", "2026-12-07 07:00"),
    ({"frequency": "daily", "hour": 2}, "2026-03-28 12:00", "2026-03-30 00:00"),
    ({"frequency": "never"}, "2026-11-25 12:00", None),
])
def test_a_digest_is_due_at_the_chosen_hour(plan, after, due):
    assert hours(**plan).next_digest(utc(after)) == (due and utc(due))


def test_an_hour_that_the_clocks_leave_out_still_brings_one_digest_that_day():
    """On 29 March 2026 there is no half past two in Rome."""
    plan = hours(weekends=False, frequency="daily", hour=2)
    first = plan.next_digest(utc("2026-03-28 12:00"))
    second = plan.next_digest(first)
    assert first.astimezone(ROME).date().isoformat() == "2026-03-29"
    assert second.astimezone(ROME).date().isoformat() == "2026-03-30"


def test_an_hour_is_that_of_the_own_zone():
    due = hours(HELSINKI, frequency="weekly").next_digest(utc("2026-11-25 12:00"))
    assert due == utc("2026-11-30 06:00")
