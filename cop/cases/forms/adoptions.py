"""What people type about a case they use, and what is wrong with it."""
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.widgets import MonthInput

from cop.cases.service.adoptions import Use, adoption_problems, result_problems
from cop.people.fields import RegionsField, tidy

#: What became of it, in the words of who tells it.
OUTCOME_WORDS = {"kept": _l("We keep it"), "changed": _l("We keep it, changed"),
                 "stopped": _l("We stopped")}


class AdoptionForm(FlaskForm):
    """Where a case is used, since when, what was changed, what it costs, what came of it."""

    region = RegionsField(_l("Region or country"))
    since = StringField(_l("Since"), filters=[tidy], widget=MonthInput())
    changed = TextAreaField(_l("What you changed"), filters=[tidy])
    cost = StringField(_l("What it costs you"), filters=[tidy])
    result = TextAreaField(_l("Result so far"), filters=[tidy])
    outcome = RadioField(_l("Where it stands"), default="",
                         choices=[("", _l("We are trying it")), *OUTCOME_WORDS.items()])
    names_person = BooleanField(_l("Show members my name, too"))

    @property
    def use(self) -> Use:
        return Use(region=(self.region.data or [""])[0], since=self.since.data,
                   changed=self.changed.data, cost=self.cost.data, result=self.result.data,
                   outcome=self.outcome.data or "", names_person=self.names_person.data)

    def check(self) -> bool:
        """May this be told? If not, each field knows why."""
        if self.validate():
            for name, sentence in adoption_problems(self.use).items():
                self[name].errors = [sentence]
        return not self.errors


class ResultForm(FlaskForm):
    """How it went by now."""

    outcome = RadioField(_l("What became of it?"), choices=list(OUTCOME_WORDS.items()),
                         validate_choice=False)
    words = TextAreaField(_l("Result"), filters=[tidy])

    def check(self) -> bool:
        if self.validate():
            for name, sentence in result_problems(
                    self.outcome.data or "", self.words.data).items():
                self[name].errors = [sentence]
        return not self.errors
