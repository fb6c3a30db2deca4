"""Moments of meetings: from what people type to UTC, and back into words in a reader's zone."""
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_name
from flask_babel import get_locale
from flask_babel import gettext as _

from cop.base.clock import now
from cop.base.days import format_date, format_time, written_as
from cop.vocabulary.zones import ZONES

LONGEST = timedelta(days=31)
LONGEST_PLACE = 200
LONGEST_LINK = 500
MOST_SEATS = 10_000


@dataclass(frozen=True, kw_only=True)
class Plan:
    """When and where a meeting is, as somebody plans it: days and hours are those of the zone."""

    starts_on: date
    starts_at: time
    ends_on: date
    ends_at: time
    zone: str
    place: str = ""
    link: str = ""
    seats: int | None = None
    closes_on: date | None = None

    @property
    def start(self) -> datetime:
        return datetime.combine(self.starts_on, self.starts_at, ZoneInfo(self.zone)).astimezone(UTC)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.ends_on, self.ends_at, ZoneInfo(self.zone)).astimezone(UTC)


def problems(plan: Plan, *, before: datetime | None = None) -> dict[str, str]:
    """Field → sentence, for everything that cannot be taken. `before`: when it was to begin so
    far; that may stay."""
    if plan.zone not in ZONES:
        return {"zone": _("Please choose a time zone of the list.")}
    found = {
        "starts_at": _no_such_time(plan.starts_on, plan.starts_at, plan.zone)
        or (_("This moment is over.") if plan.start < now() and plan.start != before else ""),
        "ends_at": _no_such_time(plan.ends_on, plan.ends_at, plan.zone) or _bad_end(plan),
        "place": "" if plan.place or plan.link else _("Please say where it is: a place or a link."),
        "link": _bad_link(plan.link),
        "seats": "" if plan.seats is None or 1 <= plan.seats <= MOST_SEATS else _(
            "A number from 1 to %(most)s, or nothing.", most=MOST_SEATS),
        "closes_on": _("Sign-up cannot end after the event has begun.")
        if plan.closes_on and plan.closes_on > plan.starts_on else "",
    }
    if len(plan.place) > LONGEST_PLACE:
        found["place"] = _("There is room for %(most)d characters.", most=LONGEST_PLACE)
    return {field: sentence for field, sentence in found.items() if sentence}


def end_of(day: date, zone: str) -> datetime:
    """The first moment after a day in a zone."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)


def in_words(starts: datetime, ends: datetime, zone: str) -> str:
    """“Thursday, 3 December 2026, 14:00 – 15:30 (Central European Standard Time)”."""
    begin, end = (moment.astimezone(ZoneInfo(zone)) for moment in (starts, ends))
    locale = get_locale()
    day, hour = format_date(begin, "full", locale=locale), format_time(begin, locale=locale)
    until = format_time(end, locale=locale)
    if begin.date() != end.date():
        until = f"{format_date(end, 'full', locale=locale)}, {until}"
    zone_in_words = get_timezone_name(begin, "long", locale=written_as(locale))
    return f"{day}, {hour} – {until} ({zone_in_words})"


def short(starts: str | datetime, zone: str) -> str:
    """“3 Dec 2026, 14:00”, in the zone."""
    moment = datetime.fromisoformat(starts) if isinstance(starts, str) else starts
    local, locale = moment.astimezone(ZoneInfo(zone)), get_locale()
    return f"{format_date(local, 'medium', locale=locale)}, {format_time(local, locale=locale)}"


def differ(moment: datetime, zone: str, other: str) -> bool:
    """Do clocks show different times in these zones at this moment?"""
    return moment.astimezone(ZoneInfo(zone)).utcoffset() != moment.astimezone(
        ZoneInfo(other)).utcoffset()


def _no_such_time(day: date, hour: time, zone: str) -> str:
    """In the night when clocks go forward an hour is missing."""
    local = datetime.combine(day, hour, ZoneInfo(zone))
    if local.astimezone(UTC).astimezone(local.tzinfo).time() == hour:
        return ""
    return _("On this day there is no such time in this zone: clocks go forward.")


def _bad_end(plan: Plan) -> str:
    if plan.end <= plan.start:
        return _("It ends before it begins.")
    return _("It is longer than a month.") if plan.end - plan.start > LONGEST else ""


def _bad_link(link: str) -> str:
    if not link:
        return ""
    if len(link) > LONGEST_LINK or any(sign.isspace() or sign in "<>\"'`" for sign in link):
        return _("This is not an address.")
    host = link.removeprefix("https://").split("/")[0]
    return "" if link.startswith("https://") and "." in host else _(
        "Please write an address that begins with https://.")


#: For templates.
FILTERS = {"meeting_day": short}
