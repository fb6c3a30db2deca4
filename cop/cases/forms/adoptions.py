"""What people type about a case they use, and what is wrong with it."""
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.widgets import MonthInput

from cop.cases.service.adoptions import adoption_problems
from cop.people.fields import RegionsField, tidy


class AdoptionForm(FlaskForm):
    """Where a case is used, since when, what was changed and what came of it."""

    region = RegionsField(_l("Region or country"))
    since = StringField(_l("Since"), filters=[tidy], widget=MonthInput())
    changed = TextAreaField(_l("What you changed"), filters=[tidy])
    result = TextAreaField(_l("Result so far"), filters=[tidy])

    @property
    def told(self) -> dict[str, str]:
        return {"region": (self.region.data or [""])[0], "since": self.since.data,
                "changed": self.changed.data, "result": self.result.data}

    def check(self) -> bool:
        """May this be told? If not, each field knows why."""
        if self.validate():
            for name, sentence in adoption_problems(**self.told).items():
                self[name].errors = [sentence]
        return not self.errors
