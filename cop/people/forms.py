"""What people type about themselves, about roles and about keys.

The forms of signing in stand in `account_forms.py`.
"""
from dataclasses import asdict
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SearchField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, NumberRange, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from cop.base.text import clean
from cop.people import profile as limits
from cop.people.profile import Profile
from cop.people.scopes import PLACES, ROLE_NAMES, SCOPE_NAMES, find_place
from cop.people.service.keys import LONGEST_LIFE, LONGEST_NAME, MOST_AN_HOUR
from cop.people.territory import read_regions, unknown_region, write_regions
from cop.vocabulary.lists import AFFILIATIONS, AUDIENCES, COUNTRIES, LANGUAGES, THEMES

TOO_LONG = _l("There is room for %(max)d characters.")


def tidy(words: str | None) -> str:
    return clean(words or "").strip()


def _boxes(label: Any, **kwargs: Any) -> SelectMultipleField:
    return SelectMultipleField(label, widget=ListWidget(prefix_label=False),
                               option_widget=CheckboxInput(), **kwargs)


def _with_none(choices: list[tuple[str, str]], words: Any) -> list[tuple[str, Any]]:
    return [("", words), *choices]


class ProfileForm(FlaskForm):
    """The whole profile. `territory` is one line of regions; see `territory.py`."""

    name = StringField(_l("Name, as colleagues know it"), filters=[tidy], validators=[
        DataRequired(_l("Please write your name.")),
        Length(limits.SHORTEST_NAME, limits.LONGEST_NAME, _l("A name has 2 to 100 characters."))])
    about = TextAreaField(_l("About you and your work"), filters=[tidy], validators=[
        Length(max=limits.LONGEST_ABOUT, message=TOO_LONG)])
    organisation = StringField(_l("Organisation"), filters=[tidy], validators=[
        Length(max=limits.LONGEST_ORGANISATION, message=TOO_LONG)])
    territory = StringField(_l("Regions you work for"), filters=[tidy], validators=[
        Length(max=2000, message=TOO_LONG)])
    city = StringField(_l("City"), filters=[tidy], validators=[
        Length(max=limits.LONGEST_CITY, message=TOO_LONG)])
    country = SelectField(_l("Country"))
    audience = SelectField(_l("Your part in the field"))
    affiliation = SelectField(_l("Whom you stand for"))
    languages = _boxes(_l("Languages you read"))
    themes = _boxes(_l("What you know about"))
    is_public = BooleanField(_l("Show my profile also to visitors who are not signed in"))
    interface_language = SelectField(_l("Language of the pages"))
    discussion_view = RadioField(_l("Show discussions"), choices=[
        ("tree", _l("as a tree: answers below what they answer")),
        ("flat", _l("flat: in the order of time"))])

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        here = self.here = get_locale().language
        self.interface_language.choices = _with_none(offered, _l("As my browser says"))
        self.country.choices = _with_none(COUNTRIES.choices(here), "–")
        self.audience.choices = _with_none(AUDIENCES.choices(here), "–")
        self.affiliation.choices = _with_none(AFFILIATIONS.choices(here), "–")
        self.languages.choices = LANGUAGES.choices(here)
        self.themes.choices = THEMES.choices(here)

    @classmethod
    def of(cls, profile: Profile, offered: list[tuple[str, str]]) -> "ProfileForm":
        """The form as the profile is stored, or as it is sent now."""
        line = write_regions(list(profile.regions), get_locale().language)
        return cls(offered=offered, data=asdict(profile) | {"territory": line})

    def validate_territory(self, field: StringField) -> None:
        unknown = read_regions(field.data)[1]
        if unknown:
            raise ValidationError(" ".join(unknown_region(word, self.here) for word in unknown))

    @property
    def theme_groups(self) -> list[tuple[str, list[Any]]]:
        """The boxes of the themes under the name of the branch they belong to."""
        groups: dict[str, list[Any]] = {root.code: [] for root in THEMES.roots()}
        for box in self.themes:
            branch = [THEMES.get(box.data), *THEMES.ancestors(box.data)][-1]
            groups[branch.code].append(box)
        return [(THEMES.label(code, self.here), boxes) for code, boxes in groups.items() if boxes]

    @property
    def profile(self) -> Profile:
        typed = {name: field.data for name, field in self._fields.items()
                 if name not in ("csrf_token", "territory")}
        return Profile(regions=read_regions(self.territory.data)[0], **typed)


class DirectoryForm(FlaskForm):
    """Whom one looks for. Wrong choices find everybody."""

    class Meta:
        csrf = False

    q = SearchField(_l("Name or organisation"), filters=[tidy])
    region = StringField(_l("Region"), filters=[tidy])
    theme = SelectField(_l("Knows about"))
    language = SelectField(_l("Reads"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        here = get_locale().language
        self.theme.choices = _with_none(THEMES.choices(here), _l("Any theme"))
        self.language.choices = _with_none(LANGUAGES.choices(here), _l("Any language"))


class GrantForm(FlaskForm):
    """A role and where it holds."""

    role = SelectField(_l("Role"), choices=list(ROLE_NAMES.items()))
    scope_kind = SelectField(_l("Where"), choices=list(SCOPE_NAMES.items()))
    scope = StringField(_l("Which space, region or theme"), filters=[tidy])

    def validate_scope_kind(self, field: SelectField) -> None:
        if field.data not in PLACES.get(self.role.data, ()):
            raise ValidationError(_l("This role cannot be given for that kind of place."))

    def validate_scope(self, field: StringField) -> None:
        if find_place(self.scope_kind.data, field.data) is None:
            raise ValidationError(_l("There is no such place. Write the slug of a space, the name "
                                     "or code of a region, or the name of a theme."))


class KeyForm(FlaskForm):
    """A new key for the API."""

    name = StringField(_l("Name"), filters=[tidy], validators=[
        DataRequired(_l("Give the key a name, so that you know it again.")),
        Length(max=LONGEST_NAME, message=TOO_LONG)])
    scopes = _boxes(_l("What it may do"), choices=[
        ("read", _l("Read what I may read")), ("write", _l("Write posts in my name"))],
        validators=[DataRequired(_l("Choose what the key may do."))])
    days = IntegerField(_l("Days until it expires"), default=90, validators=[
        NumberRange(1, LONGEST_LIFE, _l("A key lives between %(min)d and %(max)d days."))])
    hourly_limit = IntegerField(_l("Uses an hour, at most"), default=1000, validators=[
        NumberRange(1, MOST_AN_HOUR, _l("Between %(min)d and %(max)d uses an hour."))])
