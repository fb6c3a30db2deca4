"""The forms in which an administrator decides: one for each section, made from what there is to
decide (`base/site_decisions.py`), which says what is wrong with a value, too.
"""
from collections.abc import Sequence
from functools import partial
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FileField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional, StopValidation

from cop.base.decisions import Decision
from cop.base.site_decisions import SECTIONS, Site
from cop.base.text import clean
from cop.people.fields import tidy

#: A text that may be longer is typed into a field of several lines.
ONE_LINE = 200  # characters


def lines(words: str | None) -> tuple[str, ...]:
    """What stands on each line, once, without those that are empty."""
    found = (line.strip().lower() for line in clean(words or "").split("\n"))
    return tuple(dict.fromkeys(filter(None, found)))


class LinesField(TextAreaField):
    """Several things, one a line."""

    def _value(self) -> str:
        return "\n".join(self.data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = lines(valuelist[0]) if valuelist else ()


class LogoForm(FlaskForm):
    """A picture beside the name, or none any more."""

    files = FileField(_l("A picture"))
    without = BooleanField()


class SectionForm(FlaskForm):
    """A section. The fields have the names of the decisions; one in words has a field for each
    language of the pages."""

    decisions: dict[str, Decision]
    languages: Sequence[tuple[str, str]]

    @classmethod
    def of(cls, section: str, site: Site, languages: Sequence[tuple[str, str]]) -> "SectionForm":
        """As it is decided, or as it is sent now. `languages`: (code, name) of the pages."""
        decisions = {name: decision for name, decision in SECTIONS[section][1].items()
                     if not decision.is_fixed}
        fields = {each: field for name, decision in decisions.items()
                  for each, field in _fields(name, decision, languages)}
        kind = type("DecisionsForm", (cls,), fields)
        kind.decisions, kind.languages = decisions, languages
        return kind(data=_shown(decisions, site, languages))

    @property
    def decided(self) -> dict[str, Any]:
        """The values by name."""
        return {name: self._words(name) if decision.kind == "words" else self[name].data
                for name, decision in self.decisions.items()}

    def parts(self, name: str) -> list[Field]:
        """The fields of a decision: one, or one for each language."""
        if self.decisions[name].kind != "words":
            return [self[name]]
        return [self[f"{name}_{code}"] for code, _label in self.languages]

    def _words(self, name: str) -> dict[str, str]:
        return {code: self[f"{name}_{code}"].data or "" for code, _label in self.languages}


def _shown(decisions: dict[str, Decision], site: Site,
           languages: Sequence[tuple[str, str]]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for name, decision in decisions.items():
        value = getattr(site, name)
        if decision.kind != "words":
            shown[name] = value
            continue
        for code, _label in languages:
            shown[f"{name}_{code}"] = value.get(code) or value.get("", "")
    return shown


def _fields(name: str, decision: Decision,
            languages: Sequence[tuple[str, str]]) -> list[tuple[str, Any]]:
    if decision.kind != "words":
        return [(name, _field(decision, decision.label, decision.help))]
    return [(f"{name}_{code}", _text(decision, label, code)) for code, label in languages]


def _text(decision: Decision, label: str, code: str) -> Any:
    attributes = {"lang": code, "rows": 2 if decision.most <= 300 else 5}
    return TextAreaField(label, filters=[tidy], render_kw=attributes, validators=[
        partial(_check, decision, lambda value: {code: value})])


def _field(decision: Decision, label: Any, help: Any) -> Any:
    told = {"label": label, "description": help, "validators": [
        partial(_check, decision, lambda value: value)]}
    if decision.kind == "choice":
        return RadioField(choices=list(decision.choices.items()), validate_choice=False, **told)
    if decision.kind in ("line", "text"):
        is_long = decision.kind == "text" or decision.most > ONE_LINE
        return (TextAreaField if is_long else StringField)(filters=[tidy], **told)
    if decision.kind == "day":  # browsers send an empty one, too, where none is chosen
        told["validators"] = [Optional(), *told["validators"]]
        return DateField(**told)
    return {"flag": BooleanField, "number": IntegerField, "lines": LinesField}[
        decision.kind](**told)


def _check(decision: Decision, value_of: Any, _form: FlaskForm, field: Field) -> None:
    """Our sentence, in the place of what WTForms says of what it cannot read."""
    if field.errors and decision.kind == "number":
        field.errors.clear()
    elif field.errors:
        return
    if problem := decision.problem(value_of(field.data)):
        raise StopValidation(problem)
