"""Time zones of regions, and when a day begins there."""
from datetime import UTC, date, datetime

import pytest
import pytz

from cop.vocabulary.lists import REGIONS
from cop.vocabulary.zones import begin_of, zone_of


@pytest.mark.parametrize(("region", "zone"), [
    ("ITH3", "Europe/Rome"), ("EL", "Europe/Athens"), ("UKI", "Europe/London"),
    ("UA", "Europe/Kyiv"), ("ES70", "Europe/Madrid"),
])
def test_a_region_has_the_time_of_its_country_s_capital(region, zone):
    assert zone_of(region) == pytz.timezone(zone)


def test_every_region_has_a_zone_of_its_country():
    assert {region.code[:2] for region in REGIONS if zone_of(region.code) == pytz.UTC} <= {"XK"}


@pytest.mark.parametrize(("day", "hour", "moment"), [
    (date(2026, 1, 15), 0, datetime(2026, 1, 14, 23, tzinfo=UTC)),
    (date(2026, 7, 15), 8, datetime(2026, 7, 15, 6, tzinfo=UTC)),
])
def test_a_day_begins_in_the_time_of_its_place(day, hour, moment):
    assert begin_of(day, zone_of("ITH3"), hour) == moment
