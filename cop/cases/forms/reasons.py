"""A reason, and what is wrong with one. The forms that ask for more build on it."""
from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import ValidationError

from cop.base.errors import Invalid
from cop.cases.service.steps import clean_reason


class ReasonForm(FlaskForm):
    """A reason or an opinion, and nothing else."""

    reason = TextAreaField(_l("Reason"))

    def validate_reason(self, field: TextAreaField) -> None:
        say(problem_of("reason", field.data or ""))


def problem_of(name: str, reason: str, **limits: int) -> dict[str, str]:
    try:
        clean_reason(reason, **limits)
    except Invalid as refusal:
        return {name: refusal.fields["reason"]}
    return {}


def say(problems: Mapping[str, str]) -> None:
    for sentence in problems.values():
        raise ValidationError(sentence)
