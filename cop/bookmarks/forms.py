"""What people type about a bookmark."""
from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, TextAreaField
from wtforms.validators import Optional

from cop.bookmarks.service import bookmark_problems
from cop.people.fields import tidy
from cop.people.models import Person


class BookmarkForm(FlaskForm):
    """A note for oneself, and a day."""

    note = TextAreaField(_l("Note for yourself"), filters=[tidy])
    remind_on = DateField(_l("Remind me on"), validators=[Optional()])

    def check(self, person: Person, stored: date | None = None) -> bool:
        """May this be kept? A day that is stored already may lie behind us."""
        if self.validate():
            day = self.remind_on.data if self.remind_on.data != stored else None
            problems = bookmark_problems(person, note=self.note.data, remind_on=day)
            for name, sentence in problems.items():
                self[name].errors = [sentence]
        return not self.errors
