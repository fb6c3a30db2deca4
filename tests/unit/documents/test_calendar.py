"""ICS: read back with icalendar, as calendar programs read it."""
from datetime import UTC, date, datetime

from icalendar import Calendar

from cop.documents.model import Document, Entry
from cop.documents.render import render

MOMENT = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
DATES = (
    Entry("a@example.org", "Clinica; casi, e «note»\r\nX-EVIL:1", MOMENT, MOMENT.replace(hour=10),
          MOMENT, place="Treviso", url="https://example.org/topics/1"),
    Entry("b@example.org", "Iscrizioni", date(2026, 11, 10), date(2026, 11, 10), MOMENT))


def test_dates_are_events_and_days_are_whole():
    calendar = Calendar.from_ical(render(Document("Mese", "it", (), dates=DATES), "ics"))
    call, deadline = calendar.walk("VEVENT")

    assert calendar["x-wr-calname"] == "Mese"
    assert call["summary"] == "Clinica; casi, e «note» X-EVIL:1" and "x-evil" not in call
    assert (call["dtstart"].dt, call["location"]) == (MOMENT, "Treviso")
    assert (deadline["dtstart"].dt, deadline["dtend"].dt) == (date(2026, 11, 10),
                                                              date(2026, 11, 11))
