"""What editors of guides type."""
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from cop.guides.service import (
    LONGEST_SUBTITLE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    SHORTEST_TITLE,
)
from cop.people.fields import offered, tidy
from cop.vocabulary.lists import LANGUAGES

ROOM = _l("There is room for %(max)d characters.")


class GuideForm(FlaskForm):
    """What a guide is called, and what stands before its cases."""

    title = StringField(_l("Title"), filters=[tidy], validators=[Length(
        SHORTEST_TITLE, LONGEST_TITLE, _l("A title has %(min)d to %(max)d characters."))])
    subtitle = StringField(_l("Subtitle"), filters=[tidy], validators=[
        Length(max=LONGEST_SUBTITLE, message=ROOM)])
    language = SelectField(_l("Language"), choices=offered(LANGUAGES))
    foreword = TextAreaField(_l("Foreword"), validators=[Length(max=LONGEST_TEXT, message=ROOM)])
    opened_with = HiddenField()

    @property
    def described(self) -> dict[str, Any]:
        names = ("title", "subtitle", "language", "foreword")
        return {name: self[name].data or "" for name in names}


class TextForm(FlaskForm):
    """A chapter or a note."""

    kind = SelectField(_l("Kind"), choices=[
        ("chapter", _l("A chapter: the heading of what follows")),
        ("note", _l("A note: a text between cases"))])
    text = TextAreaField(_l("Text"), validators=[Length(max=LONGEST_TEXT, message=ROOM)])

    def validate_text(self, field: TextAreaField) -> None:
        if not (field.data or "").strip():
            raise ValidationError(_("Please write something."))
        if self.kind.data == "chapter" and len(field.data) > LONGEST_TITLE:
            raise ValidationError(_("A chapter has at most %(most)s characters.",
                                    most=LONGEST_TITLE))
