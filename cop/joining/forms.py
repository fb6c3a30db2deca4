"""Asking for an account; what is answered; whom to invite."""
from functools import cached_property

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import EmailField, IntegerField, StringField, TextAreaField
from wtforms.validators import (
    DataRequired,
    Email,
    InputRequired,
    Length,
    NumberRange,
    ValidationError,
)

from cop.joining.inviting import MOST_DAYS, MOST_USES
from cop.joining.lists import LONGEST_LIST, decode, is_text
from cop.joining.service import LONGEST_WORDS
from cop.people.fields import tidy
from cop.people.profile import LONGEST_NAME, SHORTEST_NAME

TOO_LONG = _l("There is room for %(max)d characters.")
TOO_MANY = _l("This list is too long: 1,000 lines at once.")


class ByLinkForm(FlaskForm):
    """Who comes by a link and has no account yet."""

    name = StringField(_l("Your name, as colleagues know it"), filters=[tidy], validators=[
        DataRequired(_l("Please write your name.")),
        Length(SHORTEST_NAME, LONGEST_NAME, _l("A name has 2 to 100 characters."))])
    email = EmailField(_l("E-mail address"), filters=[tidy], validators=[
        DataRequired(_l("Please write your e-mail address.")),
        Email(_l("This is not an e-mail address. It looks like name@example.org."))])


class AskForm(ByLinkForm):
    """Who somebody is, and why they want to take part."""

    words = TextAreaField(_l("Where do you work, and what brings you here?"), filters=[tidy],
                          validators=[DataRequired(_l("Please say who you are.")),
                                      Length(max=LONGEST_WORDS, message=TOO_LONG)])


class RefuseForm(FlaskForm):
    """Why somebody is not let in."""

    reason = TextAreaField(_l("Reason, for them to read"), filters=[tidy], validators=[
        DataRequired(_l("Please write a reason for them.")),
        Length(max=LONGEST_WORDS, message=TOO_LONG)])


class LetterForm(FlaskForm):
    """Whom to write to."""

    email = EmailField(_l("E-mail address"), filters=[tidy], validators=[
        DataRequired(_l("Please write an e-mail address.")),
        Email(_l("This is not an e-mail address. It looks like name@example.org."))])


class ListForm(FlaskForm):
    """Many people at once, pasted or as a file (`list`)."""

    people = TextAreaField(_l("The list"), validators=[
        Length(max=LONGEST_LIST, message=TOO_MANY)])
    list = FileField(_l("Or a file (CSV)"))

    def validate_list(self, field: FileField) -> None:
        if not is_text(self.file):
            raise ValidationError(_l("This is no CSV. Open it in a spreadsheet program and save it "
                                     "as CSV."))
        if len(self.file) > LONGEST_LIST:
            raise ValidationError(TOO_MANY)

    @cached_property
    def file(self) -> bytes:
        """What was handed in, which is read once."""
        return self.list.data.read(LONGEST_LIST + 1) if self.list.data else b""

    @cached_property
    def text(self) -> str:
        """What was pasted, and what stands in the file."""
        given = decode(self.file)
        return f"{given}\n{self.people.data or ''}" if given else self.people.data or ""


class LinkForm(FlaskForm):
    """A link for several people."""

    name = StringField(_l("What it is for, for you to know it again"), filters=[tidy], validators=[
        Length(max=100, message=TOO_LONG)])
    most_uses = IntegerField(_l("For how many people"), default=25, validators=[
        InputRequired(_l("Please write a number.")),
        NumberRange(1, MOST_USES, _l("For 1 to 500 people."))])
    days = IntegerField(_l("For how many days"), default=14, validators=[
        InputRequired(_l("Please write a number.")),
        NumberRange(1, MOST_DAYS, _l("For 1 to 90 days."))])
