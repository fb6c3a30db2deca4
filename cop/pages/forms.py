"""What people type on the pages of this package, and what is wrong with it."""
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    AnyOf,
    DataRequired,
    Email,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from cop.base.site import DECISIONS
from cop.base.text import clean
from cop.pages.service import LONGEST_ADDRESS, LONGEST_REPORT
from cop.people.fields import offered
from cop.people.territory import unknown_region
from cop.vocabulary.lists import THEMES
from cop.vocabulary.regions import find_region, region_label

FEEDS = ("topics", "cases", "spaces", "themes", "regions")
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


def _number(name: str, least: int, most: int) -> IntegerField:
    return IntegerField(DECISIONS[name][1], validators=[Optional(), NumberRange(
        least, most, _l("A number from %(min)d to %(max)d."))])


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
    letters_a_day = _number("letters_a_day", 1, 1000)
    letters_kept = _number("letters_kept", 7, 730)
    terms_version = _decided("terms_version", 20, DataRequired(
        _l("Please give the terms a version, such as 1 or 2026-11.")))

    managers_approve_alone = BooleanField(DECISIONS["managers_approve_alone"][1])

    @property
    def decisions(self) -> dict[str, str | int]:
        return {name: self[name].data for name in DECISIONS
                if name in self and self[name].data is not None}


class FeedForm(FlaskForm):
    """A feed of one's own. Below the choice stands what it needs to know more."""

    kind = RadioField(_l("What do you want to follow?"), choices=[
        ("topics", _l("All topics I may read")), ("cases", _l("All practices I may read")),
        ("spaces", _l("One space")), ("themes", _l("One theme: topics and practices")),
        ("regions", _l("One region: topics and practices"))], validate_choice=False,
        validators=[AnyOf(FEEDS, _l("Please choose what to follow."))])
    space = SelectField(_l("Which space?"), default="")
    theme = SelectField(_l("Which theme?"), choices=offered(THEMES, "–"), default="")
    region = StringField(_l("Which region?"), filters=[tidy])

    def __init__(self, *args: Any, spaces: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.space.choices = [("", "–"), *spaces]

    def validate_space(self, field: SelectField) -> None:
        if self.kind.data == "spaces" and not field.data:
            raise ValidationError(_l("Please choose the space."))

    def validate_theme(self, field: SelectField) -> None:
        if self.kind.data == "themes" and not field.data:
            raise ValidationError(_l("Please choose the theme."))

    def validate_region(self, field: StringField) -> None:
        if self.kind.data == "regions" and not find_region(field.data):
            raise ValidationError(unknown_region(field.data, get_locale().language)
                                  if field.data else _l("Please write the region."))

    @property
    def target(self) -> str:
        """The space's id, the theme's code or the region's code; empty for all."""
        chosen = {"spaces": self.space.data, "themes": self.theme.data,
                  "regions": find_region(self.region.data or "")}
        return chosen.get(self.kind.data) or ""

    @property
    def name(self) -> Any:
        return self.name_of(self.kind.data, self.target)

    def name_of(self, kind: str, target: str, searches: Mapping[str, str] = {}) -> Any:
        """What a feed is called in a list. A space that is out of sight by now has no name."""
        here = get_locale().language
        names = {"topics": _l("All topics"), "cases": _l("All practices"),
                 "spaces": dict(self.space.choices).get(target) or _l("A space you left"),
                 "themes": THEMES.label(target, here), "regions": region_label(target, here),
                 "searches": searches.get(target) or _l("A search you deleted")}
        return names.get(kind, target)


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
