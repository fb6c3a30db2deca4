"""How the audit log is looked through."""
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SearchField
from wtforms.validators import NumberRange, Optional

from cop.base.text import clean
from cop.moderation.deeds import find_deeds
from cop.moderation.queries.log import Wanted


class LogForm(FlaskForm):
    """Which entries. What is wrong is said, and narrows nothing."""

    class Meta:
        csrf = False

    act = SearchField(_l("Kind of deed"), filters=[lambda words: clean(words or "")[:60].strip()])
    since = DateField(_l("First day"), validators=[Optional()])
    until = DateField(_l("Last day"), validators=[Optional()])
    actor = IntegerField(_l("Number of the person who did it"), validators=[
        Optional(), NumberRange(1, 2**31 - 1, _l("A number is asked for here."))])

    @property
    def wanted(self) -> Wanted:
        self.validate()
        given = {name: None if self[name].errors else self[name].data for name in self._fields}
        act = given["act"] or ""
        return Wanted(act=act, acts=find_deeds(act), actor_id=given["actor"], since=given["since"],
                      until=given["until"])

    def asked(self) -> dict[str, str]:
        """The same as an address says it."""
        return {name: field.raw_data[0] for name, field in self._fields.items()
                if field.raw_data and field.raw_data[0]}
