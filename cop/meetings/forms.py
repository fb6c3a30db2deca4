"""What people type about a meeting, and what is wrong with it. Who may plan one: `policy.py`."""
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectField, StringField, TimeField, URLField
from wtforms.validators import InputRequired, Optional

from cop.discussions.forms import TopicForm
from cop.meetings.models import Meeting
from cop.meetings.times import Plan, problems
from cop.people.fields import tidy
from cop.vocabulary.zones import ZONES

NO_DAY, NO_TIME = _l("Please choose a day."), _l("Please choose a time, for example 14:30.")


class TimesForm(FlaskForm):
    """When and where. The likely zones are offered first."""

    starts_on = DateField(_l("Begins on"), validators=[InputRequired(NO_DAY)])
    starts_at = TimeField(_l("Begins at"), validators=[InputRequired(NO_TIME)])
    ends_on = DateField(_l("Ends on"), validators=[Optional()])
    ends_at = TimeField(_l("Ends at"), validators=[InputRequired(NO_TIME)])
    zone = SelectField(_l("Time zone of the event"))
    venue = StringField(_l("Place"), filters=[tidy])  # a form of a topic has a `place` of its own
    link = URLField(_l("Link to the call"), filters=[tidy])
    seats = IntegerField(_l("How many can come"), validators=[Optional()])
    closes_on = DateField(_l("Sign-up until the end of"), validators=[Optional()])
    before: datetime | None = None

    def __init__(self, *args: Any, zones: list[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        names = dict.fromkeys(zone for zone in (*zones, *ZONES) if zone in ZONES)
        self.zone.choices = [(zone, zone.replace("_", " ")) for zone in names]

    @classmethod
    def of(cls, meeting: Meeting) -> "TimesForm":
        """Filled with what is planned now."""
        zone = ZoneInfo(meeting.zone)
        begin, end = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
        form = cls(zones=[meeting.zone], data={
            "starts_on": begin.date(), "starts_at": begin.time(), "ends_on": end.date(),
            "ends_at": end.time(), "zone": meeting.zone, "venue": meeting.place,
            "link": meeting.link, "seats": meeting.seats, "closes_on": meeting.closes_on})
        form.before = meeting.starts_at
        return form

    @property
    def plan(self) -> Plan:
        """Without a last day it ends on the first one."""
        names = ("starts_on", "starts_at", "ends_at", "zone", "link", "seats", "closes_on")
        given = {name: self[name].data for name in names}
        return Plan(**given, place=self.venue.data,
                    ends_on=self.ends_on.data or self.starts_on.data)

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if any(self[name].errors for name in ("starts_on", "starts_at", "ends_on", "ends_at",
                                              "zone", "seats", "closes_on")):
            return False
        wrong = problems(self.plan, before=self.before)
        for name, sentence in wrong.items():
            field = self["venue" if name == "place" else name]
            field.errors = [*field.errors, sentence]
        return good and not wrong


class MeetingForm(TimesForm, TopicForm):
    """A meeting that is planned: its times, and the topic it is discussed in."""

    on_page = ("starts_on", "starts_at", "ends_on", "ends_at", "zone", "venue", "link", "seats",
               "closes_on", *TopicForm.on_page)
    kind = None
