"""What people type about themselves, about roles and about keys.

The forms of signing in stand in `account_forms.py`.
"""
from dataclasses import asdict
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SearchField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, NumberRange, ValidationError

from cop.people import profile as limits
from cop.people.fields import BoxesField, RegionsField, ThemesField, offered, tidy
from cop.people.models import Organisation
from cop.people.organisation import LONGEST_BUDGET, STAFF, Description
from cop.people.profile import Profile
from cop.people.scopes import PLACES, ROLE_NAMES, SCOPE_NAMES, find_place
from cop.people.service.keys import LONGEST_LIFE, LONGEST_NAME, MOST_AN_HOUR
from cop.vocabulary.lists import (
    AFFILIATIONS,
    AUDIENCES,
    BODY_TYPES,
    COUNTRIES,
    LANGUAGES,
    SCOPES,
    TARGET_GROUPS,
    THEMES,
)
from cop.vocabulary.zones import ZONES

TOO_LONG = _l("There is room for %(max)d characters.")


class ProfileForm(FlaskForm):
    """The whole profile, in the order of its page."""

    name = StringField(_l("Name, as colleagues know it"), filters=[tidy], validators=[
        DataRequired(_l("Please write your name.")),
        Length(limits.SHORTEST_NAME, limits.LONGEST_NAME, _l("A name has 2 to 100 characters."))])
    about = TextAreaField(_l("About you and your work"), filters=[tidy], validators=[
        Length(max=limits.LONGEST_ABOUT, message=TOO_LONG)])
    organisation = StringField(_l("Organisation"), filters=[tidy], validators=[
        Length(max=limits.LONGEST_ORGANISATION, message=TOO_LONG)])
    regions = RegionsField(_l("Regions you work for"))
    city = StringField(_l("City"), filters=[tidy], validators=[
        Length(max=limits.LONGEST_CITY, message=TOO_LONG)])
    country = SelectField(_l("Country"), choices=offered(COUNTRIES, "–"))
    audience = SelectField(_l("Your part in the field"), choices=offered(AUDIENCES, "–"))
    affiliation = SelectField(_l("Whom you stand for"), choices=offered(AFFILIATIONS, "–"))
    themes = ThemesField(_l("What you know about"))
    languages = BoxesField(_l("Languages you read"), choices=offered(LANGUAGES))
    interface_language = SelectField(_l("Language of the pages"))
    time_zone = SelectField(_l("Time zone"), choices=lambda: [
        ("", _l("The one of my country")), *((zone, zone.replace("_", " ")) for zone in ZONES)])
    discussion_view = RadioField(_l("Show discussions"), choices=[
        ("tree", _l("as a tree: answers below what they answer")),
        ("flat", _l("flat: in the order of time"))])
    letters_without_content = BooleanField(_l(
        "Leave what people wrote out of my e-mails: they say where to read it"))
    is_public = BooleanField(_l("Show my profile also to visitors who are not signed in"))
    named_in_digests = BooleanField(_l("Digests may name me"))

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.interface_language.choices = [("", _l("As my browser says")), *languages]

    @classmethod
    def of(cls, profile: Profile, languages: list[tuple[str, str]]) -> "ProfileForm":
        """The form as the profile is stored, or as it is sent now.

        `languages`: those in which the pages are offered.
        """
        return cls(languages=languages, data=asdict(profile))

    @property
    def profile(self) -> Profile:
        return Profile(**{name: typed for name, typed in self.data.items()
                          if name != "csrf_token"})


class OrganisationForm(FlaskForm):
    """What an organisation says of itself."""

    country = SelectField(_l("Country"), choices=offered(COUNTRIES, "–"))
    region = RegionsField(_l("Region"))
    body_type = SelectField(_l("Type of body"), choices=offered(BODY_TYPES, "–"))
    reach = SelectField(_l("How far it reaches"), choices=offered(SCOPES, "–"))
    staff = SelectField(_l("How many work there"), choices=[("", "–"), *STAFF.items()])
    budget = StringField(_l("Budget"), filters=[tidy], validators=[
        Length(max=LONGEST_BUDGET, message=TOO_LONG)])
    target_groups = BoxesField(_l("For whom you work"), choices=offered(TARGET_GROUPS))
    themes = ThemesField(_l("Themes"))

    @classmethod
    def of(cls, organisation: Organisation) -> "OrganisationForm":
        """The form as it is stored, or as it is sent now."""
        names = Description.__dataclass_fields__
        said = {name: getattr(organisation, name) for name in names}
        return cls(data=said | {"region": [organisation.region] * bool(organisation.region)})

    @property
    def description(self) -> Description:
        typed = {name: said for name, said in self.data.items() if name != "csrf_token"}
        return Description(**typed | {"region": (self.region.data or [""])[0]})


class DirectoryForm(FlaskForm):
    """Whom one looks for. Wrong choices find nobody."""

    class Meta:
        csrf = False

    q = SearchField(_l("Name or organisation"), filters=[tidy])
    region = StringField(_l("Region"), filters=[tidy])
    theme = SelectField(_l("Knows about"), filters=[tidy],
                        choices=offered(THEMES, _l("Any theme")))
    language = SelectField(_l("Reads"), filters=[tidy],
                           choices=offered(LANGUAGES, _l("Any language")))


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
            raise ValidationError(_l("There is no such place. Write the last part of a space's "
                                     "address, a region's name or code, or a theme."))


class LostStepForm(FlaskForm):
    """Why somebody's second step is taken away; what is too short or long the service says."""

    reason = TextAreaField(_l("Why, and how you know who is asking"), filters=[tidy])


class KeyForm(FlaskForm):
    """A new key for the API."""

    name = StringField(_l("Name"), filters=[tidy], validators=[
        DataRequired(_l("Give the key a name, so that you know it again.")),
        Length(max=LONGEST_NAME, message=TOO_LONG)])
    scopes = BoxesField(_l("What it may do"), choices=[
        ("read", _l("Read what I may read")), ("write", _l("Write posts in my name"))],
        validators=[DataRequired(_l("Choose what the key may do."))])
    days = IntegerField(_l("Days until it expires"), default=90, validators=[
        NumberRange(1, LONGEST_LIFE, _l("A key lives between %(min)d and %(max)d days."))])
    hourly_limit = IntegerField(_l("Uses an hour, at most"), default=1000, validators=[
        NumberRange(1, MOST_AN_HOUR, _l("Between %(min)d and %(max)d uses an hour."))])
