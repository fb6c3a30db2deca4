"""Time zones: those to choose from, that of a region, and when a day begins in one.

Which region counts is decided elsewhere.
"""
from datetime import date, datetime, time, tzinfo

import pytz

from cop.vocabulary.regions import country_of

#: The zone of the capital, where the list of the country's zones begins with another.
CAPITALS = {"AU": "Australia/Sydney", "BR": "America/Sao_Paulo", "CA": "America/Toronto",
            "RU": "Europe/Moscow", "UA": "Europe/Kyiv", "UZ": "Asia/Tashkent"}
#: The names of all zones that people may choose.
ZONES = tuple(name for name in pytz.common_timezones
              if name == "UTC" or ("/" in name and not name.startswith(("US/", "Canada/"))))


def zone_of(region: str) -> tzinfo:
    """The time zone of a region's country (of its capital, where there are several)."""
    return pytz.timezone(zone_name_of(region) or "UTC")


def zone_name_of(region: str) -> str:
    """Its name; empty when it is not known."""
    country = country_of(region) if region else ""
    zones = pytz.country_timezones.get(country) or [""]
    return CAPITALS.get(country, zones[0])


def begin_of(day: date, zone: tzinfo, hour: int = 0) -> datetime:
    """That hour of a day, midnight unless said otherwise, in the time of a zone."""
    local = datetime.combine(day, time(hour))
    return zone.localize(local) if hasattr(zone, "localize") else local.replace(tzinfo=zone)
