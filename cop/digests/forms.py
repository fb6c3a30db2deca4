"""What a regional manager chooses for a digest, and what is wrong with it."""
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from cop.digests.service.editing import LONGEST_FOREWORD
from cop.digests.service.making import LONGEST, MOST_ITEMS, Plan
from cop.people.fields import BoxesField, ThemesField, offered, tidy
from cop.spaces.models import Space
from cop.vocabulary.lists import LANGUAGES
from cop.vocabulary.regions import find_region, nearest, region_label


class DigestForm(FlaskForm):
    """Regions are typed as codes or names, with commas between them."""

    regions = StringField(_l("Region or regions"))
    everywhere = BooleanField(_l("The whole system, all regions"))
    first_day = DateField(_l("First day"), validators=[InputRequired(_l("Please choose a day."))])
    last_day = DateField(_l("Last day"), validators=[InputRequired(_l("Please choose a day."))])
    language = SelectField(_l("Language of the digest"))
    audience = SelectField(_l("For whom"))
    text_languages = BoxesField(_l("Only texts in"), choices=offered(LANGUAGES))
    themes = ThemesField(_l("Only these themes"))
    most = IntegerField(_l("Of each part, at most"), default=40, validators=[
        NumberRange(1, MOST_ITEMS, _l("Between %(min)d and %(max)d."))])

    def __init__(self, *args: Any, languages: list[tuple[str, str]], spaces: list[Space],
                 **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.language.choices = languages
        self.spaces = {f"space:{space.id}": space for space in spaces}
        self.audience.choices = [
            ("members", _("Members of the community")), ("public", _("The public")),
            ("managers", _("Managers of the region")),
            *((name, _("Members of %(space)s", space=space.name))
              for name, space in self.spaces.items())]

    def validate_regions(self, field: StringField) -> None:
        if self.everywhere.data:
            return
        if not self._typed():
            raise ValidationError(_("Please name at least one region."))
        for words in self._typed():
            if not find_region(words):
                raise ValidationError(_unknown(words))

    def validate_last_day(self, field: DateField) -> None:
        if self.first_day.data and field.data and field.data < self.first_day.data:
            raise ValidationError(_("The last day lies before the first."))
        if self.first_day.data and field.data and field.data - self.first_day.data > LONGEST:
            raise ValidationError(_("A digest covers a year at most."))

    @property
    def plan(self) -> Plan:
        space = self.spaces.get(self.audience.data)
        codes = [code for words in self._typed() if (code := find_region(words))]
        return Plan(
            regions=[] if self.everywhere.data else codes, first_day=self.first_day.data,
            last_day=self.last_day.data, language=self.language.data,
            audience="space" if space else self.audience.data, space=space,
            text_languages=self.text_languages.data, themes=self.themes.data, most=self.most.data)

    def _typed(self) -> list[str]:
        return [words.strip() for words in (self.regions.data or "").split(",") if words.strip()]


class ForewordForm(FlaskForm):
    """What the editors say before everything else, and whether the logo goes."""

    foreword = TextAreaField(_l("Foreword"), filters=[tidy], validators=[
        Length(max=LONGEST_FOREWORD, message=_l("There is room for %(max)d characters."))])
    before = HiddenField()
    files = FileField(_l("Logo of the office"))
    without_logo = BooleanField(_l("Take the logo off"))


def _unknown(words: str) -> str:
    """That there is no such region, and which ones may have been meant."""
    near = [f"{region_label(code, get_locale().language)} ({code})" for code in nearest(words)]
    if not near:
        return _("There is no region “%(words)s”.", words=words)
    return _("There is no region “%(words)s”. Did you mean %(near)s?", words=words,
             near=", ".join(near))
