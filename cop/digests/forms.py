"""What a regional manager chooses for a digest, and what is wrong with it."""
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, ValidationError

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
        for words in self._typed():
            if not find_region(words):
                near = [region_label(code, "en") + f" ({code})" for code in nearest(words)]
                hint = _l("There is no region «%(words)s».", words=words)
                if near:
                    hint = _l("There is no region «%(words)s». Did you mean %(near)s?",
                              words=words, near=", ".join(near))
                raise ValidationError(hint)

    def validate_last_day(self, field: DateField) -> None:
        if self.first_day.data and field.data and field.data < self.first_day.data:
            raise ValidationError(_l("The last day lies before the first."))

    def codes(self) -> list[str]:
        return [code for words in self._typed() if (code := find_region(words))]

    def _typed(self) -> list[str]:
        return [words.strip() for words in (self.regions.data or "").split(",") if words.strip()]
