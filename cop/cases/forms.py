"""What people type about cases, and what is wrong with it.

What a case is asked is data (`template.py`): its form is made from that.
"""
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    EmailField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, MonthInput

from cop.base.errors import Invalid
from cop.base.verdict import Verdict
from cop.cases import template as templates
from cop.cases.service.steps import clean_reason
from cop.cases.template import Template, Values, our_language
from cop.people.territory import read_regions, unknown_region, write_regions
from cop.vocabulary.lists import EVIDENCE_LEVELS, LANGUAGES, OUTCOMES, THEMES
from cop.vocabulary.regions import find_region

STEP_NAMES = {
    "in_review": _l("Take it into review"),
    "changes_requested": _l("Ask its author for changes"),
    "published": _l("Publish"),
    "archived": _l("Move to the archive"),
    "withdrawn": _l("Refuse it, or take it out of sight"),
}
STEP_TAKEN = {
    "in_review": _l("The case is in review."),
    "changes_requested": _l("Its author is asked for changes."),
    "published": _l("The case is published."),
    "archived": _l("The case is in the archive."),
    "withdrawn": _l("The case is out of sight."),
}


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
            problems |= _problem_of("note", self.note.data, shortest=0)
        for name, sentence in problems.items():
            self[name].errors = [sentence]
        return not self.errors

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
    made = {field.name: _make_field(field) for field in template.fields()}
    return type("TemplateForm", (CaseForm,), {"template": template, **made})


class DecisionForm(FlaskForm):
    """Where a curator moves a case, and why. `problems` of publishing are asked for the level."""

    step = RadioField(_l("Decision"), validate_choice=False)
    evidence_level = SelectField(_l("Strength of the evidence, as the reviewers see it"))
    reason = TextAreaField(_l("Reason, which the author reads"))

    def __init__(self, *args: Any, steps: Iterable[str], template: Template,
                 values: Mapping[str, Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.template, self.case_values = template, values
        self.step.choices = [(step, STEP_NAMES[step]) for step in steps]
        here = our_language()
        self.evidence_level.choices = [(code, f"{code} {EVIDENCE_LEVELS.label(code, here)}")
                                       for code, _label in EVIDENCE_LEVELS.choices(here)]
        if not self.is_submitted():
            self.evidence_level.data = values.get("evidence_level", "")

    def validate_step(self, field: RadioField) -> None:
        if field.data not in dict(field.choices):
            raise ValidationError(_l("Please choose what you decide."))
        if field.data == "published" and self.problems_of_publishing():
            raise ValidationError(_l("It cannot be published yet: see what is missing."))

    def validate_reason(self, field: TextAreaField) -> None:
        _say(_problem_of("reason", field.data or ""))

    def problems_of_publishing(self) -> dict[str, str]:
        level = {"evidence_level": self.evidence_level.data or ""}
        return self.template.problems({**self.case_values, **level}, "publish")


class ReasonForm(FlaskForm):
    """A reason or an opinion, and nothing else."""

    reason = TextAreaField(_l("Reason"))

    def validate_reason(self, field: TextAreaField) -> None:
        _say(_problem_of("reason", field.data or ""))


class InviteForm(FlaskForm):
    """Whom a curator asks to review."""

    email = EmailField(_l("E-mail address of a member"))

    def check(self, verdict: Verdict | None) -> bool:
        """`verdict`: may the member of that address be asked; None when there is none."""
        self.validate()
        if verdict is None:
            self.email.errors = [str(_l("No member has this address."))]
        elif not verdict:
            self.email.errors = [verdict.reason]
        return not self.errors


class LibraryForm(FlaskForm):
    """What somebody looks for in the library. Wrong choices find everything."""

    class Meta:
        csrf = False

    region = StringField(_l("Region or country"))
    theme = SelectField(_l("Theme"))
    language = SelectField(_l("Language"), name="lang")
    outcome = SelectField(_l("How it went"))
    evidence = SelectField(_l("Evidence"))
    archived = SelectMultipleField(_l("Archive"), choices=[("1", _l("with archived cases"))],
                                   widget=ListWidget(prefix_label=False),
                                   option_widget=CheckboxInput())

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        here = our_language()
        self.theme.choices = [("", _l("Any theme")), *THEMES.choices(here)]
        self.language.choices = [("", _l("Any language")), *LANGUAGES.choices(here)]
        self.outcome.choices = [("", _l("Any outcome")), *OUTCOMES.choices(here)]
        self.evidence.choices = [("", _l("Any")), *(
            (code, _l("%(level)s or stronger", level=f"{code} {label}"))
            for code, label in EVIDENCE_LEVELS.choices(here) if code > "E0")]

    @property
    def unknown_region(self) -> str:
        """The sentence for a region that is not known; nothing when all is well."""
        typed = (self.region.data or "").strip()
        return unknown_region(typed, our_language()) if typed and not find_region(typed) else ""

    @property
    def query(self) -> dict[str, Any]:
        """What was asked for, as in the address: for the links to further pages."""
        return {field.name: field.data for field in self if field.data}

    @property
    def filters(self) -> dict[str, Any]:
        """What is asked for, under the names of `queries.list_cases`."""
        region = find_region(self.region.data) or "" if self.region.data else ""
        chosen = {name: dict(self[name].choices).get(self[name].data) and self[name].data
                  for name in ("theme", "language", "outcome", "evidence")}
        chosen["evidence_min"] = chosen.pop("evidence")
        wanted = {"region": region, **chosen, "archived": bool(self.archived.data)}
        return {name: value for name, value in wanted.items() if value}


def _make_field(field: templates.Field) -> Field:
    if field.kind == "month":
        return StringField(field.label, widget=MonthInput())
    if field.kind == "choice":
        return SelectField(field.label, validate_choice=False,
                           choices=[("", "–"), *field.options()])
    if field.kind in ("choices", "themes"):
        return SelectMultipleField(field.label, validate_choice=False, choices=field.options(),
                                   widget=ListWidget(prefix_label=False),
                                   option_widget=CheckboxInput())
    return TextAreaField(field.label) if field.is_prose else StringField(field.label)


def _problem_of(name: str, reason: str, **limits: int) -> dict[str, str]:
    try:
        clean_reason(reason, **limits)
    except Invalid as refusal:
        return {name: refusal.fields["reason"]}
    return {}


def _say(problems: Mapping[str, str]) -> None:
    for sentence in problems.values():
        raise ValidationError(sentence)
