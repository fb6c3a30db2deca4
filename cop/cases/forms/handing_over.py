"""Who shall keep a case from now on, and what is wrong with who was named."""
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField

from cop.base.verdict import deny
from cop.cases.models.cases import Case
from cop.cases.policy.cases import may_keep
from cop.people.fields import tidy
from cop.people.models import Person
from cop.people.queries import find_named


class SuccessorForm(FlaskForm):
    """A member, by name."""

    name = StringField(_l("Name of a member, or the address of their profile"), filters=[tidy],
                       render_kw={"autocomplete": "off"})

    def member(self, person: Person, case: Case) -> Person | None:
        """Whom this person means, if they may keep the case; else the field knows why not."""
        found, wrong = find_named(person, self.name.data)
        verdict = may_keep(found, case) if found else deny(wrong)
        if not verdict:
            self.name.errors = [verdict.reason]
        return found if verdict else None
