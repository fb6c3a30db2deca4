"""What people type about reports and decisions."""
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, TextAreaField

from cop.discussions.models.topics import Post
from cop.discussions.service.withholding import words_of
from cop.moderation.reasons import GROUNDS, REASONS
from cop.moderation.service.deciding import OUTCOME_NAMES, OUTCOMES, Ruling, ruling_problems
from cop.moderation.service.reporting import Said, report_problems
from cop.people.fields import tidy


class Checked(FlaskForm):
    """A form whose sentences come from the service that takes what is typed."""

    def problems(self) -> dict[str, str]:
        return {}

    def check(self) -> bool:
        if self.validate():
            for name, sentence in self.problems().items():
                self[name].errors = [sentence]
        return not self.errors


class ReportForm(Checked):
    """What is wrong with a thing. Name and address are asked of visitors."""

    reason = RadioField(_l("What is wrong?"), choices=list(REASONS.items()), validate_choice=False)
    note = TextAreaField(_l("Note for the moderators"), filters=[tidy])
    name = StringField(_l("Your name"), filters=[tidy])
    email = StringField(_l("Your e-mail address"), filters=[tidy])

    @property
    def said(self) -> Said:
        return Said(reason=self.reason.data or "", note=self.note.data, name=self.name.data,
                    email=self.email.data)

    def problems(self) -> dict[str, str]:
        return report_problems(self.said)


class DecisionForm(Checked):
    """What a moderator decides about an item of this kind, and what they say of it."""

    outcome = RadioField(_l("Decision"), validate_choice=False)
    ground = SelectField(_l("It stands on"), validate_choice=False,
                         choices=[("", ""), *GROUNDS.items()])
    law = StringField(_l("Which law"), filters=[tidy])
    facts = TextAreaField(_l("What happened"), filters=[tidy])
    source = TextAreaField(_l("The post without personal data"), filters=[tidy])
    title = StringField(_l("The title of the topic without personal data"), filters=[tidy])

    def __init__(self, *args: Any, kind: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.outcome.choices = [(name, OUTCOME_NAMES[name]) for name in OUTCOMES.get(kind, ())]

    @property
    def ruling(self) -> Ruling:
        return Ruling(
            outcome=self.outcome.data or "", ground=self.ground.data or "", law=self.law.data,
            facts=self.facts.data, source=self.source.data, title=self.title.data)

    @property
    def wants_words(self) -> bool:
        """Was it chosen to take words out, and are they not on the page yet?"""
        return self.outcome.data == "redact" and self.source.raw_data in (None, [])

    def take_words(self, post: Post) -> None:
        """Show the words of now, to be changed."""
        self.source.data, self.title.data = words_of(post), post.topic.title

    def problems(self) -> dict[str, str]:
        return ruling_problems(self.kind, self.ruling)
