"""The form of a translation, and what is wrong with it. Its fields are those the original fills."""
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField

from cop.cases import template as templates
from cop.cases.models.translations import CaseTranslation
from cop.cases.reading import asked_in_translation, texts_of
from cop.cases.service.translating import translation_problems
from cop.cases.template import Template, our_language
from cop.people.fields import number_in
from cop.vocabulary.lists import LANGUAGES

#: Before the name of a field: is its translation still right, though the original has changed?
STILL = "still-"


class TranslationForm(FlaskForm):
    """A translation as it is being written. `translation_form` adds its fields."""

    template: Template
    originals: Mapping[str, str]
    opened_with = HiddenField()
    own_work = BooleanField(_l("I have gone through all of it and mended it: it is a person's "
                               "translation now"))

    @property
    def asked(self) -> Sequence[templates.Field]:
        return asked_in_translation(self.template, self.originals)

    @property
    def texts(self) -> dict[str, str]:
        """What was typed, of the fields that were sent: one may save a part."""
        return {field.name: str(self.template.field(field.name).take(self[field.name].data))
                for field in self.asked if self[field.name].raw_data}

    @property
    def still_right(self) -> list[str]:
        return [name for name in self.originals if self[STILL + name].data]

    def was_overtaken(self, translation: CaseTranslation) -> bool:
        """Did somebody save other words after this form was opened?"""
        opened = number_in(self.opened_with)
        stored = {name: translation.fields.get(name, "") for name in self.texts}
        return (opened not in (None, translation.save_count)
                and stored != self.texts)

    def check(self) -> bool:
        """May it be saved? If not, each field knows why."""
        self.validate()
        return self.say(translation_problems(self.template, self.originals, self.texts))

    def say(self, problems: Mapping[str, str]) -> bool:
        """Tell the fields what is wrong with them; True when nothing is."""
        for name, sentence in problems.items():
            self[name].errors = [sentence]
        return not self.errors


class LanguageForm(FlaskForm):
    """Into which language somebody translates; those they read come first."""

    language = SelectField(_l("Language"), validate_choice=False)

    def __init__(self, *args: Any, likely: Sequence[str] = (), original: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        named = dict(LANGUAGES.choices(our_language()))
        named.pop(original, None)
        first = {code: named[code] for code in likely if code in named}
        self.language.choices = list(({"": "–"} | first | named).items())


def translation_form(translation: CaseTranslation, template: Template,
                     values: Mapping[str, Any], **kwargs: Any) -> TranslationForm:
    """The form as it was sent now, else as it is stored."""
    originals = texts_of(template, values)
    made: dict[str, Any] = {"template": template, "originals": originals}
    for field in asked_in_translation(template, originals):
        kind = TextAreaField if field.is_prose else StringField
        made[field.name] = kind(field.label)
        made[STILL + field.name] = BooleanField(_l("The translation is still right"))
    form = type("FieldsForm", (TranslationForm,), made)
    return form(data=translation.fields, **kwargs)
