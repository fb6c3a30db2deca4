"""A search as somebody keeps it: what it is called, and how often they want to hear of it."""
from typing import Any
from urllib.parse import parse_qsl

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.validators import AnyOf, DataRequired, Length

from cop.base.text import clean
from cop.search.forms import SearchForm

LONGEST_NAME = 80
FREQUENCIES = {
    "never": _l("Never: I look by myself"),
    "at_once": _l("At once, within a minute or two"),
    "daily": _l("Every morning, all of the day before"),
    "weekly": _l("On Monday morning, all of the week before"),
}


def tidy(words: str | None) -> str:
    return " ".join(clean(words or "").split())


class SavedSearchForm(FlaskForm):
    """The name of a search and its alerts."""

    asked = HiddenField()
    name = StringField(_l("Name"), filters=[tidy], validators=[
        DataRequired(_l("Give the search a name, so that you know it again.")),
        Length(max=LONGEST_NAME, message=_l("There is room for %(max)d characters."))])
    frequency = RadioField(
        _l("Tell me of what is new"), choices=list(FREQUENCIES.items()), validate_choice=False,
        validators=[AnyOf(FREQUENCIES, _l("Please choose how often."))])
    by_mail = BooleanField(_l("Also by e-mail"))

    @property
    def wishes(self) -> dict[str, Any]:
        return {"name": self.name.data, "frequency": self.frequency.data,
                "by_mail": self.by_mail.data}


def form_of(address: str) -> SearchForm:
    """The search behind the query part of an address, from its first page."""
    asked = dict(parse_qsl(address.removeprefix("?")))
    return SearchForm.read({name: value for name, value in asked.items()
                            if name not in ("page", "after", "sort")})


def likely_name(form: SearchForm) -> str:
    """What somebody may call it: the words, else what narrows it."""
    return tidy(form.q or ", ".join(value for _name, value in form.filters))[:LONGEST_NAME]
