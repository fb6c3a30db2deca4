"""Who comes to a meeting, as a table for spreadsheets. Who may have it is said in `policy.py`."""
from collections.abc import Iterable

from flask_babel import gettext as _

from cop.documents.model import Column, Document, Table
from cop.meetings.models import Meeting, SignUp


def as_table(meeting: Meeting, sign_ups: Iterable[SignUp], language: str) -> Document:
    """Names and organisations, no addresses; who has a seat and who waits."""
    seats = meeting.seats
    rows = [(sign_up.person.name,
             sign_up.person.organisation.name if sign_up.person.organisation else "",
             _("has a seat") if seats is None or place <= seats else _("waits"),
             sign_up.created_at.date())
            for place, sign_up in enumerate(sign_ups, 1)]
    columns = [Column(_("Name")), Column(_("Organisation")), Column(_("Seat")),
               Column(_("Signed up on"))]
    table = Table(caption="", columns=columns, rows=rows, name=_("Participants"))
    return Document(title=meeting.topic.title, language=language, blocks=(table,))
