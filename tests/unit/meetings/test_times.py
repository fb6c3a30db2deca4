"""From what people type to moments, and back into words."""
from datetime import UTC, date, datetime, time

import pytest

from cop.base.clock import at
from cop.meetings.times import Plan, differ, in_words, problems, short


def plan(day=date(2027, 1, 20), begin=time(14), end=time(15), **more):
    return Plan(**{"starts_on": day, "starts_at": begin, "ends_on": day, "ends_at": end,
                   "zone": "Europe/Rome", "place": "Here"} | more)


@pytest.mark.parametrize("zone, hour", [
    ("Europe/Rome", 13), ("Europe/Helsinki", 12), ("Asia/Bishkek", 8), ("America/New_York", 19)])
def test_an_hour_is_that_of_its_zone(zone, hour):
    assert plan(zone=zone).start == datetime(2027, 1, 20, hour, tzinfo=UTC)


def test_summer_and_winter_differ():
    assert plan(day=date(2027, 7, 20)).start == datetime(2027, 7, 20, 12, tzinfo=UTC)


def test_the_hour_that_is_missing_in_spring_is_none(app):
    with at(datetime(2027, 1, 1, tzinfo=UTC)):
        missing = plan(day=date(2027, 3, 28), begin=time(2, 30), end=time(4))
        assert "clocks go forward" in problems(missing)["starts_at"]
        assert not problems(plan(day=date(2027, 3, 28), begin=time(3, 30), end=time(4)))
        twice = plan(day=date(2027, 10, 31), begin=time(2, 30), end=time(4))
        assert not problems(twice) and twice.end - twice.start


def test_a_start_that_has_passed_may_stay_while_the_rest_changes(app):
    with at(datetime(2027, 1, 20, 13, 30, tzinfo=UTC)):
        assert problems(plan())
        assert not problems(plan(), before=plan().start)


def test_moments_in_words_name_their_zone(app):
    words = in_words(plan().start, plan().end, "Europe/Rome").replace("\u202f", " ")
    assert words == ("Wednesday, 20 January 2027, 14:00 – 15:00 "
                     "(Central European Standard Time)")
    over_night = plan(begin=time(23), ends_on=date(2027, 1, 21), end=time(1))
    assert "Thursday, 21 January" in in_words(over_night.start, over_night.end, "Europe/Rome")
    assert short("2027-01-20T13:00:00+00:00", "Asia/Tokyo").startswith("20 Jan 2027")


def test_zones_differ_where_clocks_show_another_time():
    moment = plan().start
    assert not differ(moment, "Europe/Rome", "Europe/Berlin")
    assert differ(moment, "Europe/Rome", "Europe/Helsinki")
