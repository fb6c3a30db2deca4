"""What somebody chooses about their notices."""
from datetime import datetime, timedelta, tzinfo
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, RadioField, SelectField
from wtforms.validators import InputRequired

from cop.base.clock import now
from cop.digests.models import Digest
from cop.notifications.channels import NAMES, Channel
from cop.notifications.kinds import SUBJECTS
from cop.notifications.models import Mailing
from cop.notifications.service.mailings import Segment
from cop.notifications.service.wishes import Plan
from cop.people.fields import BoxesField, RegionsField, offered
from cop.vocabulary.lists import LANGUAGES
from cop.vocabulary.zones import begin_of

CHANNELS = [(channel.value, name) for channel, name in NAMES.items()]
HOURS = [(hour, f"{hour}:00") for hour in range(24)]
DAYS = [(0, _l("Monday")), (1, _l("Tuesday")), (2, _l("Wednesday")), (3, _l("Thursday")),
        (4, _l("Friday")), (5, _l("Saturday")), (6, _l("Sunday"))]
AS_ELSEWHERE = "as_elsewhere"
MORNING = 8


class NoticesForm(FlaskForm):
    """All settings of notices; a field about_<subject> for each subject (below)."""

    frequency = SelectField(_l("My digest comes"), choices=[
        ("daily", _l("every day")), ("weekly", _l("every week")), ("monthly", _l("every month")),
        ("never", _l("never"))])
    weekday = SelectField(_l("on"), choices=DAYS, coerce=int)
    hour = SelectField(_l("at"), choices=HOURS, coerce=int)
    quiet_from = SelectField(_l("No e-mail from"), choices=HOURS, coerce=int)
    quiet_until = SelectField(_l("until"), choices=HOURS, coerce=int)
    rests_on_weekends = BooleanField(_l("None on Saturdays and Sundays either"))

    @property
    def plan(self) -> Plan:
        return Plan(**{name: self[name].data for name in Plan.__dataclass_fields__})

    @property
    def channels(self) -> dict[str, Channel]:
        return {subject: Channel(self[f"about_{subject}"].data) for subject in SUBJECTS}

    @property
    def about(self) -> list[Any]:
        return [self[f"about_{subject}"] for subject in SUBJECTS]


for _subject, _about in SUBJECTS.items():
    setattr(NoticesForm, f"about_{_subject}", SelectField(_about.name, choices=CHANNELS))


class PlaceForm(FlaskForm):
    """Where somebody hears of what happens in one place."""

    channel = RadioField(_l("Notices of what happens here"), choices=[
        (AS_ELSEWHERE, _l("As everywhere else")), *CHANNELS])

    @property
    def wish(self) -> Channel | None:
        return None if self.channel.data == AS_ELSEWHERE else Channel(self.channel.data)


class MailingForm(FlaskForm):
    """To whom an issue goes. Read from the address first: looking sends nothing."""

    regions = RegionsField(_l("Who work for these regions"))
    spaces = BoxesField(_l("and belong to one of these spaces"))
    languages = BoxesField(_l("and read one of these languages"), choices=offered(LANGUAGES))

    def __init__(self, *args: Any, spaces: list[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.spaces.choices = [(str(space.id), space.name) for space in spaces]

    @classmethod
    def about(cls, mailing: Mailing, *, given: Any, spaces: list[Any]) -> "MailingForm":
        """To be looked at: what was asked for, else what is kept."""
        kept = {"regions": mailing.regions, "languages": mailing.languages,
                "spaces": [str(space_id) for space_id in mailing.spaces]}
        return cls(given, data=kept, spaces=spaces, meta={"csrf": False})

    @property
    def segment(self) -> Segment:
        return Segment(self.regions.data or [], [int(code) for code, *_ in self.spaces.choices
                                                   if code in (self.spaces.data or [])],
                       self.languages.data or [])


class PlanForm(FlaskForm):
    """When an issue goes, by the clocks of its region."""

    day = DateField(_l("Day"), validators=[InputRequired(_l("Please choose a day."))])
    hour = SelectField(_l("Hour"), choices=HOURS, coerce=int, default=8)

    @classmethod
    def about(cls, digest: Digest) -> "PlanForm":
        """As it is planned; else for tomorrow morning."""
        planned = (digest.planned_at or now() + timedelta(days=1)).astimezone(digest.zone)
        return cls(formdata=None, day=planned.date(),
                   hour=planned.hour if digest.planned_at else MORNING)

    def moment(self, zone: tzinfo) -> datetime:
        return begin_of(self.day.data, zone, self.hour.data)
