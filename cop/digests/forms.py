"""What a regional manager chooses for a digest, and what is wrong with it."""
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, ValidationError

from cop.digests.service import LONGEST
from cop.vocabulary.regions import find_region, nearest, region_label


class DigestForm(FlaskForm):
    """Regions are typed as codes or names, with commas between them."""

    regions = StringField(_l("Region or regions"), validators=[
        InputRequired(_l("Please name at least one region."))])
    first_day = DateField(_l("From"), validators=[InputRequired(_l("Please choose a day."))])
    last_day = DateField(_l("To"), validators=[InputRequired(_l("Please choose a day."))])
    language = SelectField(_l("Language of the digest"))
    audience = SelectField(_l("For whom"), choices=[
        ("members", _l("Members of the community")), ("public", _l("The public"))])

    def validate_regions(self, field: StringField) -> None:
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

    def codes(self) -> list[str]:
        return [code for words in self._typed() if (code := find_region(words))]

    def _typed(self) -> list[str]:
        return [words.strip() for words in (self.regions.data or "").split(",") if words.strip()]


def _unknown(words: str) -> str:
    """That there is no such region, and which ones may have been meant."""
    near = [f"{region_label(code, get_locale().language)} ({code})" for code in nearest(words)]
    if not near:
        return _("There is no region «%(words)s».", words=words)
    return _("There is no region «%(words)s». Did you mean %(near)s?", words=words,
             near=", ".join(near))
