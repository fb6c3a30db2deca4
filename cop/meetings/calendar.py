"""Meetings as iCalendar (RFC 5545), the format that calendar programs take in and follow."""
from collections.abc import Callable, Iterable
from datetime import timedelta

from flask_babel import gettext as _

from cop.base.lazy_import import late
from cop.base.text import excerpt
from cop.meetings.models import Meeting

icalendar = late("icalendar")

LONGEST_TEXT = 1500
#: How often a program that follows a calendar should ask.
REFRESH = timedelta(hours=1)


def write(meetings: Iterable[Meeting], *, name: str, texts: dict[int, str],
          address_of: Callable[[Meeting], str], with_links: bool) -> bytes:
    """A calendar of this name. `texts`: topic → what it says, as plain text; `with_links`: also
    where calls are held, which is for members."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//cop//meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for meeting in meetings:
        text = texts.get(meeting.topic_id, "")
        link = meeting.link if with_links else ""
        calendar.add_component(_event(meeting, text, address_of(meeting), link))
    return calendar.to_ical()


def _event(meeting: Meeting, text: str, address: str, link: str) -> "icalendar.Event":
    topic, event = meeting.topic, icalendar.Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.changed_at)
    event.add("last-modified", meeting.changed_at)
    event.add("created", meeting.created_at)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("summary", topic.title)
    event.add("status", "CANCELLED" if meeting.cancelled_at else "CONFIRMED")
    if meeting.place or link:
        event.add("location", meeting.place or link)
    event.add("url", address)
    event.add("description", "\n\n".join(filter(None, [
        _("This event was cancelled.") if meeting.cancelled_at else "", link,
        excerpt(text, LONGEST_TEXT), address])))
    event.add("categories", [topic.space.name])
    return event
