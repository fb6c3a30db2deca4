"""The form of a case. What a case is asked is data (`template.py`): the form is made from that."""
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField

from cop.cases import template as templates
from cop.cases.forms.fields import form_field
from cop.cases.forms.reasons import problem_of
from cop.cases.template import Template, Values, our_language
from cop.people.territory import read_regions, unknown_region, write_regions
from cop.vocabulary.lists import LANGUAGES, THEMES


class CaseForm(FlaskForm):
    """A case as it is being written. The fields come from the template; `form_class` adds them.

    `opened_with` says how often the case had been saved when the form was opened.
    """

    template: Template
    opened_with = HiddenField()
    note = TextAreaField(_l("What is new"))

    def __init__(self, *args: Any, likely: Iterable[str] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        first = [code for code in dict.fromkeys(likely) if code in LANGUAGES]
        named = dict(self.language.choices)
        self.language.choices = list(({"": "–"} | {c: named[c] for c in first} | named).items())
        if not self.is_submitted() and not self.language.data and first:
            self.language.data = first[0]

    @property
    def values(self) -> Values:
        """What is typed, as the template takes it."""
        raw = {field.name: self[field.name].data for field in self.template.fields()}
        return self.template.take(raw | {"regions": read_regions(self.regions.data or "")[0]})

    def check(self, stage: str) -> bool:
        """May what is typed be saved, or submitted? If not, each field knows why."""
        self.validate()
        problems = self.template.problems(self.values, stage)
        unknown = read_regions(self.regions.data or "")[1]
        if unknown:
            problems["regions"] = " ".join(unknown_region(w, our_language()) for w in unknown)
        if self.note.data:
            problems |= problem_of("note", self.note.data, shortest=0)
        for name, sentence in problems.items():
            self[name].errors = [sentence]
        return not self.errors

    def rearrange(self, sent: Mapping[str, str]) -> bool:
        """Add a row to a table or take one away, when that was the button; nothing is checked."""
        more = sent.get("more", "")
        without, _dash, number = sent.get("without", "").rpartition("-")
        tables = {field.name for field in self.template.fields() if field.is_table}
        if more in tables:
            self[more].append_entry()
        elif without in tables and number.isdecimal():
            self[without].without(int(number))
        return more in tables or without in tables

    def was_overtaken(self, save_count: int, stored: Mapping[str, Any]) -> bool:
        """Did somebody save other words after this form was opened?"""
        opened = self.opened_with.data or ""
        return opened.isascii() and opened.isdigit() and int(opened) != save_count and (
            self.template.take(stored) != self.values)

    def theme_groups(self) -> list[tuple[str, list[Any]]]:
        """The boxes of the themes under the name of the branch they belong to."""
        groups: dict[str, list[Any]] = {root.code: [] for root in THEMES.roots()}
        for box in self.themes:
            branch = [THEMES.get(box.data), *THEMES.ancestors(box.data)][-1]
            groups[branch.code].append(box)
        here = our_language()
        return [(THEMES.label(code, here), boxes) for code, boxes in groups.items() if boxes]


def case_form(template: Template, values: Mapping[str, Any] | None = None, note: str = "",
              **kwargs: Any) -> CaseForm:
    """The form as it was sent now, else as the case is stored."""
    data = dict(values or {field.name: field.default for field in template.fields()
                           if field.default})
    data["note"] = note
    data["regions"] = write_regions(list(data.get("regions", ())), our_language())
    return form_class(template.version, our_language())(data=data, **kwargs)


@lru_cache(maxsize=32)
def form_class(version: str, _language: str) -> type[CaseForm]:
    """The form of a version, with labels in the language in force (it must be given as well)."""
    template = templates.get_template(version)
    made = {field.name: form_field(field) for field in template.fields()}
    return type("TemplateForm", (CaseForm,), {"template": template, **made})
