"""What people type on the pages of this package, and what is wrong with it."""
from typing import Any
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Length, Optional, ValidationError

from cop.base.site import DECISIONS
from cop.base.text import clean
from cop.pages.service import LONGEST_ADDRESS, LONGEST_REPORT

TOO_LONG = _l("There is room for %(max)d characters.")


def tidy(words: str | None) -> str:
    return clean(words or "").strip()


def _line(longest: int, label: Any, *validators: Any) -> StringField:
    return StringField(label, filters=[tidy],
                       validators=[*validators, Length(max=longest, message=TOO_LONG)])


def _reachable(_form: FlaskForm, field: StringField) -> None:
    if field.data and not can_be_reached(field.data):
        raise ValidationError(_l(
            "Write an e-mail address (name@example.org) or a web address (https://…)."))


def _decided(name: str, longest: int, *validators: Any) -> StringField:
    return _line(longest, DECISIONS[name][1], *validators)


class BarrierForm(FlaskForm):
    """A barrier somebody met. Only the text is asked for."""

    text = TextAreaField(_l("What does not work for you?"), filters=[tidy], validators=[
        DataRequired(_l("Please write what does not work.")),
        Length(max=LONGEST_REPORT, message=TOO_LONG)])
    page = _line(LONGEST_ADDRESS, _l("On which page?"))
    email = EmailField(_l("E-mail address for the answer"), filters=[tidy], validators=[
        Optional(), Length(max=200, message=TOO_LONG),
        Email(_l("This is not an e-mail address. It looks like name@example.org."))])


class DecisionsForm(FlaskForm):
    """What an administrator decides. The fields have the names of the decisions."""

    name = _decided("name", 60, DataRequired(_l("Please give the community a name.")))
    organisation = _decided("organisation", 200)
    registration = RadioField(DECISIONS["registration"][1], choices=[
        ("open", _l("Everybody with an e-mail address")),
        ("closed", _l("Nobody: accounts are made by import or on the command line"))])
    notice = _decided("notice", 300)
    contact = _decided("contact", 200, _reachable)
    data_officer = _decided("data_officer", 200, _reachable)
    terms_version = _decided("terms_version", 20, DataRequired(
        _l("Please give the terms a version, such as 1 or 2026-11.")))

    @property
    def decisions(self) -> dict[str, str]:
        return {name: self[name].data for name in DECISIONS if name in self}


def is_email(words: str) -> bool:
    try:
        validate_email(words, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def can_be_reached(words: str) -> bool:
    """An e-mail address, or the secure address of a page."""
    parts = urlsplit(words)
    return is_email(words) or (parts.scheme == "https" and bool(parts.hostname))
