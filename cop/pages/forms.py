"""What people type on the pages of this package, and what is wrong with it."""
from collections.abc import Mapping
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    EmailField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    AnyOf,
    DataRequired,
    Email,
    InputRequired,
    Length,
    Optional,
    ValidationError,
)

from cop.pages.service import LONGEST_ADDRESS, LONGEST_REPORT
from cop.people.fields import offered, tidy
from cop.people.territory import unknown_region
from cop.vocabulary.lists import THEMES
from cop.vocabulary.regions import find_region, region_label

FEEDS = ("topics", "cases", "spaces", "themes", "regions")
TOO_LONG = _l("There is room for %(max)d characters.")


def _line(longest: int, label: Any, *validators: Any) -> StringField:
    return StringField(label, filters=[tidy],
                       validators=[*validators, Length(max=longest, message=TOO_LONG)])


class BarrierForm(FlaskForm):
    """A barrier somebody met. Only the text is asked for."""

    text = TextAreaField(_l("What does not work for you?"), filters=[tidy], validators=[
        DataRequired(_l("Please write what does not work.")),
        Length(max=LONGEST_REPORT, message=TOO_LONG)])
    page = _line(LONGEST_ADDRESS, _l("On which page?"))
    email = EmailField(_l("E-mail address for the answer"), filters=[tidy], validators=[
        Optional(), Length(max=200, message=TOO_LONG),
        Email(_l("This is not an e-mail address. It looks like name@example.org."))])


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


class SuccessorForm(FlaskForm):
    """What is handed over, and to whom."""

    things = SelectMultipleField(_l("What is handed over"), validate_choice=False, validators=[
        InputRequired(_l("Please choose what is handed over."))])
    successor = StringField(
        _l("Name of a member, or the address of their profile"), filters=[tidy],
        validators=[InputRequired(_l("Please name somebody."))])

    @property
    def chosen(self) -> list[tuple[str, int]]:
        """(kind, id) of each."""
        pairs = (each.partition(":") for each in self.things.data or ())
        return [(kind, int(number)) for kind, _colon, number in pairs
                if number.isascii() and number.isdigit() and len(number) < 10]
