"""iCalendar (RFC 5545) by icalendar: the dates of a document, for calendar programs."""
from datetime import date, datetime, timedelta

from cop.base.lazy_import import late
from cop.documents.model import Document, Entry
from cop.documents.text import one_line

icalendar = late("icalendar")

BY_WHOM = "-//cop//documents//EN"


def write(document: Document) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("prodid", BY_WHOM)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", one_line(document.title))
    if document.notice:
        calendar.add("x-wr-caldesc", one_line(document.notice))
    for entry in document.dates:
        calendar.add_component(_event(entry))
    return calendar.to_ical()


def _event(entry: Entry) -> "icalendar.Event":
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at)
    event.add("dtstart", entry.begin)
    event.add("dtend", _end(entry))
    event.add("summary", one_line(entry.title))
    for name, value in (("location", one_line(entry.place)), ("url", entry.url)):
        if value:
            event.add(name, value)
    return event


def _end(entry: Entry) -> datetime | date:
    """Of days, the first that is free again."""
    whole_days = not isinstance(entry.end, datetime)
    return entry.end + timedelta(days=1) if whole_days else entry.end
