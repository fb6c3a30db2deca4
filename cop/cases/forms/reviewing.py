"""What curators and reviewers of cases type: decisions, invitations, scores, comments."""
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from cop.base.verdict import Verdict
from cop.cases.forms.reasons import problem_of, say
from cop.cases.models.cases import Case
from cop.cases.models.reviews import CaseReview
from cop.cases.rubric import Criterion, get_rubric
from cop.cases.service.reviews import review_problems
from cop.cases.template import Template, our_language
from cop.people.fields import AsOnPage, tidy
from cop.vocabulary.lists import EVIDENCE_LEVELS

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
CHECK_NAMES = {
    "form": _l("the form: complete and readable"),
    "privacy": _l("privacy: nobody can be recognised"),
    "language": _l("the language: plain words, acronyms explained"),
    "duplicates": _l("duplicates: no other case says the same"),
}


class DecisionForm(FlaskForm):
    """Where a curator moves a case, and why. `missing` says what stands against publishing."""

    step = RadioField(_l("Decision"), validate_choice=False)
    checks = SelectMultipleField(
        _l("Before it goes to a reviewer: I have looked at"), choices=list(CHECK_NAMES.items()),
        widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())
    reason = TextAreaField(_l("Reason, which the author reads"))

    def __init__(self, *args: Any, steps: Iterable[str], missing: Mapping[str, str],
                 **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.missing = missing
        self.step.choices = [(step, STEP_NAMES[step]) for step in steps]

    def validate_step(self, field: RadioField) -> None:
        if field.data not in dict(field.choices):
            raise ValidationError(_l("Please choose what you decide."))
        if field.data == "published" and self.missing:
            raise ValidationError(_l("It cannot be published yet: see what is missing."))

    def validate_checks(self, field: SelectMultipleField) -> None:
        is_offered = "in_review" in dict(self.step.choices) and self.step.data == "in_review"
        if is_offered and set(field.data or ()) != set(CHECK_NAMES):
            raise ValidationError(_l("Please tick every point you have looked at."))

    def validate_reason(self, field: TextAreaField) -> None:
        say(problem_of("reason", field.data or ""))


class InviteForm(FlaskForm):
    """Whom a curator asks to review."""

    name = StringField(_l("Name of a member, or the address of their profile"), filters=[tidy])

    def check(self, verdict: Verdict) -> bool:
        """`verdict`: is there one of this name, and may they be asked?"""
        self.validate()
        if not verdict:
            self.name.errors = [verdict.reason]
        return not self.errors


class ReviewForm(AsOnPage, FlaskForm):
    """What an invited reviewer scores and says. `form_of_review` adds a field per criterion."""

    on_page = (*(criterion.name for criterion in get_rubric()),
               "evidence_level", "opinion", "no_conflict")
    no_conflict = BooleanField(_l(
        "I have no conflict of interest: neither I nor anybody close to me took part in this "
        "practice, and my organisation gains nothing from its publication."))
    evidence_level = SelectField(_l("Strength of the evidence"), validate_choice=False)
    opinion = TextAreaField(_l("Your opinion"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        here = our_language()
        self.evidence_level.choices = [("", "–"), *(
            (code, f"{code} {label}") for code, label in EVIDENCE_LEVELS.choices(here))]

    @property
    def criteria(self) -> list[tuple[Criterion, RadioField]]:
        return [(criterion, self[criterion.name]) for criterion in get_rubric()]

    @property
    def scores(self) -> dict[str, int]:
        """criterion → 0 … 3, those that were chosen."""
        return {criterion.name: int(field.data) for criterion, field in self.criteria
                if field.data in dict(field.choices)}

    def check(self, case: Case) -> bool:
        """May the review be given? If not, each field knows why."""
        self.validate()
        problems = review_problems(case, self.scores, self.evidence_level.data or "",
                                   no_conflict=self.no_conflict.data)
        problems |= problem_of("opinion", self.opinion.data or "")
        for name, sentence in problems.items():
            self[name].errors = [sentence]
        return not self.errors


def form_of_review(review: CaseReview | None = None, **kwargs: Any) -> ReviewForm:
    """The form as it was sent now, else as the review was given before."""
    fields = {criterion.name: RadioField(criterion.label, validate_choice=False, choices=[
        (str(score), f"{score} – {anchor}") for score, anchor in enumerate(criterion.anchors)])
        for criterion in get_rubric()}
    form = type("RubricForm", (ReviewForm,), fields)
    said = {"evidence_level": review.evidence_level, "opinion": review.opinion} | {
        name: str(score) for name, score in review.scores.items()} if review else {}
    return form(data=said, prefix="review", **kwargs)


class CommentForm(FlaskForm):
    """What should change in one field."""

    field = SelectField(_l("Field"), validate_choice=False)
    text = TextAreaField(_l("What should change"))

    def __init__(self, *args: Any, template: Template, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.field.choices = [(field.name, field.label) for field in template.fields()]

    def validate_field(self, field: SelectField) -> None:
        if field.data not in dict(field.choices):
            raise ValidationError(_l("Please choose a field of the case."))

    def validate_text(self, field: TextAreaField) -> None:
        say(problem_of("reason", field.data or ""))
