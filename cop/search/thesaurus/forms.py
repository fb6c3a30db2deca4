"""What curators type about the thesaurus. What is wrong with a term itself, its service says."""
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired

from cop.people.fields import offered, tidy
from cop.vocabulary.lists import LANGUAGES

Choices = list[tuple[str, str]]


class _Form(FlaskForm):
    def __init__(self, *args: Any, concepts: Choices = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        for field in self:
            if isinstance(field, SelectField) and field.name != "language":
                field.choices = [("", "–"), *concepts]


class TermForm(_Form):
    """One more term of a concept."""

    term = StringField(_l("Term"), filters=[tidy], validators=[
        DataRequired(_l("Please write the term."))])
    language = SelectField(_l("Language"), choices=offered(LANGUAGES))
    preferred = BooleanField(_l("Show this one; the present one stays beside it"))


class ConceptForm(_Form):
    """A new concept, or a term proposed for one that exists."""

    term = StringField(_l("Term"), filters=[tidy], validators=[
        DataRequired(_l("Please write the term."))])
    language = SelectField(_l("Language"), choices=offered(LANGUAGES))
    broader = SelectField(_l("Below"), choices=[])


class PlaceForm(_Form):
    """Where a concept stands."""

    broader = SelectField(_l("Below"), choices=[])


class RelateForm(_Form):
    """A concept that belongs to this one."""

    other = SelectField(_l("Concept"), choices=[], validators=[
        DataRequired(_l("Choose a concept."))])


class NameForm(FlaskForm):
    """One term of a concept, as a button names it."""

    language, term = HiddenField(filters=[tidy]), HiddenField(filters=[tidy])
