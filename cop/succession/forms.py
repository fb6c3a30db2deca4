"""What people type to name successors: one name for all, or one for each thing."""
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField

from cop.base.care import Held
from cop.people.fields import tidy

LONGEST_NAME = 200


def form_for(held: Iterable[Held], **given: Any) -> "CareForm":
    """With a line for each of these."""
    things = {f"for-{each.kind}-{each.id}": each for each in held}
    fields = {name: StringField(_l("Who goes on with it"), filters=[tidy]) for name in things}
    form = type("CareFormOfThese", (CareForm,), fields)(**given)
    form.things = things
    return form


class CareForm(FlaskForm):
    """Where a line of its own is empty, the name for all holds."""

    everything = StringField(_l("One person for all of them"), filters=[tidy])
    things: Mapping[str, Held] = {}

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if valid and not self.named:
            self.everything.errors = [_("Please name somebody.")]
        return valid and bool(self.named)

    @property
    def named(self) -> dict[Held, str]:
        """What somebody is named for, and the words."""
        said = {each: (self[name].data or self.everything.data or "")[:LONGEST_NAME]
                for name, each in self.things.items()}
        return {each: words for each, words in said.items() if words}

    def refuse(self, wrong: Mapping[str, str]) -> None:
        """Say what is wrong where it was typed."""
        for name, each in self.things.items():
            if each.key in wrong:
                field = self[name] if self[name].data else self.everything
                if wrong[each.key] not in field.errors:
                    field.errors = [*field.errors, wrong[each.key]]
