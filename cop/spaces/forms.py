"""What is typed about a space, and whom one invites."""
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional

from cop.base.errors import Invalid
from cop.people.fields import RegionsField, ThemesField, offered, tidy
from cop.spaces.levels import NAMES as LEVELS
from cop.spaces.levels import Level
from cop.spaces.members import LONGEST_WORDS
from cop.spaces.service import LONGEST_DESCRIPTION, LONGEST_NAME, SHORTEST_NAME
from cop.vocabulary.lists import LANGUAGES

TOO_LONG = _l("There is room for %(max)d characters.")
KIND_NAMES = {
    "thematic": _l("A theme"), "regional": _l("A region"), "country": _l("A country"),
    "course": _l("A course"),
}
VISIBILITY_NAMES = {
    "public": _l("Everybody, also visitors"), "members": _l("Members of the community"),
    "private": _l("Only the members of this space, by invitation"),
}
LEVEL_CHOSEN = _l("Your choice is stored.")


class LevelForm(FlaskForm):
    """How closely somebody wants to follow a thing: its buttons carry the level."""

    level = StringField()


def wanted_level() -> Level:
    """The level of the button that was pressed."""
    name = LevelForm().level.data or ""
    if name not in LEVELS:
        raise Invalid({"level": _("Please choose one of the levels.")})
    return LEVELS[name]


class SpaceForm(FlaskForm):
    """A space as it is to be. Heirs and visibilities are handed in: they depend on the rest."""

    name = StringField(_l("Name"), filters=[tidy], validators=[
        DataRequired(_l("Give the space a name.")),
        Length(SHORTEST_NAME, LONGEST_NAME, _l("A name has 3 to 100 characters."))])
    description = TextAreaField(_l("What it is for"), filters=[tidy], validators=[
        Length(max=LONGEST_DESCRIPTION, message=TOO_LONG)])
    kind = RadioField(_l("It is about"), choices=list(KIND_NAMES.items()), default="thematic")
    visibility = RadioField(_l("Who may read it"), default="public")
    language = SelectField(_l("Main language"), choices=offered(LANGUAGES))
    regions = RegionsField(_l("Regions"))
    themes = ThemesField(_l("Themes"))
    letters_without_content = BooleanField(_l("E-mails from here never hold what was written"))
    first_posts_wait = BooleanField(_l("First posts of new members wait for a moderator"))
    joins_wait = BooleanField(_l("Who wants to join asks first, and only members write"))
    ends_on = DateField(_l("The course ends on"), validators=[Optional()])
    hands_over_to = SelectField(_l("Then it goes on in"))

    def __init__(self, *args: Any, heirs: list[tuple[str, str]], visibilities: list[str],
                 **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.hands_over_to.choices = [("", "–"), *heirs]
        self.visibility.choices = [(code, VISIBILITY_NAMES[code]) for code in visibilities]

    @staticmethod
    def stored() -> tuple[str, ...]:
        """The fields that are a space's own columns."""
        return ("name", "description", "kind", "visibility", "language", "regions", "themes",
                "ends_on", "letters_without_content", "first_posts_wait", "joins_wait")

    def validate(self, **kwargs: Any) -> bool:
        valid = super().validate(**kwargs)
        if self.kind.data == "course" and not self.ends_on.data and not self.ends_on.errors:
            self.ends_on.errors = [_("A course has an end date.")]
            return False
        return valid


class AskForm(FlaskForm):
    """Why somebody wants to join."""

    words = TextAreaField(_l("Who are you, and what brings you here?"), filters=[tidy], validators=[
        Length(max=LONGEST_WORDS, message=TOO_LONG)])


class RoleForm(FlaskForm):
    """What a member is in a space."""

    role = RadioField(_l("In this space"), choices=[
        ("member", _l("Member: reads and writes")),
        ("moderator", _l("Moderator: keeps order, invites, lets people in")),
        ("owner", _l("Owner: all that, and shapes the space, its members and their roles"))])


class MembersForm(FlaskForm):
    """Whom to look for among the members."""

    class Meta:
        csrf = False

    q = StringField(_l("Name or organisation"), filters=[tidy])
    role = SelectField(_l("Role"), choices=[
        ("", _l("All members")), ("owner", _l("Owners")), ("moderator", _l("Moderators"))])
