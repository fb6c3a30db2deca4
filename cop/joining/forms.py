"""Asking for an account; what is answered; whom to invite."""
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Length, ValidationError

from cop.joining.service import LONGEST_WORDS, MOST_INVITED
from cop.people.fields import tidy
from cop.people.profile import LONGEST_NAME, SHORTEST_NAME

TOO_LONG = _l("There is room for %(max)d characters.")


class AskForm(FlaskForm):
    """Who somebody is, and why they want to take part."""

    name = StringField(_l("Your name, as colleagues know it"), filters=[tidy], validators=[
        DataRequired(_l("Please write your name.")),
        Length(SHORTEST_NAME, LONGEST_NAME, _l("A name has 2 to 100 characters."))])
    email = EmailField(_l("E-mail address"), filters=[tidy], validators=[
        DataRequired(_l("Please write your e-mail address.")),
        Email(_l("This is not an e-mail address. It looks like name@example.org."))])
    words = TextAreaField(_l("Where do you work, and what brings you here?"), filters=[tidy],
                          validators=[DataRequired(_l("Please say who you are.")),
                                      Length(max=LONGEST_WORDS, message=TOO_LONG)])


class RefuseForm(FlaskForm):
    """Why somebody is not let in."""

    reason = TextAreaField(_l("Reason, for them to read"), filters=[tidy], validators=[
        DataRequired(_l("Please write a reason for them.")),
        Length(max=LONGEST_WORDS, message=TOO_LONG)])


class InviteForm(FlaskForm):
    """Addresses, one a line."""

    people = TextAreaField(_l("Whom do you invite?"), filters=[tidy], validators=[
        DataRequired(_l("Please write at least one address."))])

    def validate_people(self, field: TextAreaField) -> None:
        if len(self.lines) > MOST_INVITED:
            raise ValidationError(_l("At most 200 at once, please."))

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in (self.people.data or "").splitlines() if line.strip()]
