"""What administrators type of organisations, and people of who works there."""
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SearchField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from cop.organisations.service.confirming import LONGEST_WORDS
from cop.people.fields import tidy
from cop.people.profile import LONGEST_ORGANISATION

TOO_LONG = _l("There is room for %(max)d characters.")


class FindForm(FlaskForm):
    """Which organisation one looks for."""

    class Meta:
        csrf = False

    q = SearchField(_l("Name or mail domain"), filters=[tidy])


class NameForm(FlaskForm):
    """How an organisation is called."""

    name = StringField(_l("Name"), filters=[tidy], validators=[
        DataRequired(_l("Please write its name.")),
        Length(max=LONGEST_ORGANISATION, message=TOO_LONG)])


class DomainsForm(FlaskForm):
    """Its mail domains, one a line."""

    domains = TextAreaField(_l("Mail domains"), filters=[tidy])

    @property
    def lines(self) -> list[str]:
        return (self.domains.data or "").replace(",", "\n").split()


class ContactForm(FlaskForm):
    """Who speaks for it."""

    member = StringField(_l("Name of a member, or the address of their profile"), filters=[tidy],
                         validators=[DataRequired(_l("Please name somebody."))])


class MergeForm(FlaskForm):
    """Into which one."""

    into = StringField(_l("Name of the other organisation"), filters=[tidy], validators=[
        DataRequired(_l("Please write its name."))])


class AskForm(FlaskForm):
    """How the organisation knows who asks."""

    words = TextAreaField(_l("How they know you"), filters=[tidy], validators=[
        Length(max=LONGEST_WORDS, message=TOO_LONG)])


class ReasonForm(FlaskForm):
    """Why somebody is not confirmed."""

    reason = TextAreaField(_l("Reason, for them to read"), filters=[tidy], validators=[
        DataRequired(_l("Please write a reason for them.")),
        Length(max=LONGEST_WORDS, message=TOO_LONG)])
