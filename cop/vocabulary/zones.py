"""Time zones of regions, and when a day begins in one. Which region counts is decided elsewhere."""
from datetime import date, datetime, time, tzinfo

import pytz

from cop.vocabulary.regions import country_of

#: The zone of the capital, where the list of the country's zones begins with another.
CAPITALS = {"AU": "Australia/Sydney", "BR": "America/Sao_Paulo", "CA": "America/Toronto",
            "RU": "Europe/Moscow", "UA": "Europe/Kyiv", "UZ": "Asia/Tashkent"}


def zone_of(region: str) -> tzinfo:
    """The time zone of a region's country (of its capital, where there are several)."""
    country = country_of(region)
    zones = pytz.country_timezones.get(country) or ["UTC"]
    return pytz.timezone(CAPITALS.get(country, zones[0]))


def begin_of(day: date, zone: tzinfo, hour: int = 0) -> datetime:
    """That hour of a day, midnight unless said otherwise, in the time of a zone."""
    local = datetime.combine(day, time(hour))
    return zone.localize(local) if hasattr(zone, "localize") else local.replace(tzinfo=zone)
