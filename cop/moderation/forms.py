"""What people type about reports and decisions."""
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from cop.discussions.models.topics import Post
from cop.discussions.service.withholding import words_of
from cop.moderation.reasons import GROUNDS, REASONS, SANCTION_NAMES
from cop.moderation.service.appeals import OUTCOMES as ANSWERS
from cop.moderation.service.appeals import answer_problems, appeal_problems
from cop.moderation.service.deciding import (
    OUTCOME_NAMES,
    OUTCOMES,
    Ruling,
    many_problems,
    ruling_problems,
)
from cop.moderation.service.queue import note_problems as problems_of_note
from cop.moderation.service.reporting import Said, report_problems
from cop.moderation.service.sanctions import Penalty, note_problems
from cop.moderation.service.second_looks import asking_problems
from cop.people.fields import tidy
from cop.people.models import SANCTIONS
from cop.spaces.models import Space


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
                         choices=[("", "—"), *GROUNDS.items()])
    law = StringField(_l("Which law"), filters=[tidy])
    facts = TextAreaField(_l("What happened"), filters=[tidy])
    sanction = SelectField(_l("Sanction"), validate_choice=False)
    days = IntegerField(_l("For how many days"), validators=[Optional()])
    whole_site = BooleanField(_l("On the whole site, not only in this space"))
    source = TextAreaField(_l("The post without personal data"), filters=[tidy])
    title = StringField(_l("The title of the topic without personal data"), filters=[tidy])

    def __init__(self, *args: Any, kind: str, space: Space | None = None,
                 asks_again: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kind, self.space, self.asks_again = kind, space, asks_again
        self.sanction.choices = [("", _l("None")), *(
            (name, SANCTION_NAMES[name]) for name in SANCTIONS if name != "note")]
        self.outcome.choices = [(name, OUTCOME_NAMES[name]) for name in OUTCOMES.get(kind, ())]

    @property
    def ruling(self) -> Ruling:
        return Ruling(
            outcome=self.outcome.data or "", ground=self.ground.data or "", law=self.law.data,
            facts=self.facts.data, source=self.source.data, title=self.title.data,
            penalty=self.penalty)

    @property
    def penalty(self) -> Penalty | None:
        if not self.sanction.data:
            return None
        everywhere = self.whole_site.data or self.sanction.data == "suspend"
        return Penalty(kind=self.sanction.data, days=self.days.data or 0,
                       space=None if everywhere else self.space)

    @property
    def wants_words(self) -> bool:
        """Was it chosen to take words out, and are they not on the page yet?"""
        return self.outcome.data == "redact" and self.source.raw_data in (None, [])

    def take_words(self, post: Post) -> None:
        """Show the words of now, to be changed."""
        self.source.data, self.title.data = words_of(post), post.topic.title

    def problems(self) -> dict[str, str]:
        return ruling_problems(self.kind, self.ruling, asks_again=self.asks_again)


class ManyForm(Checked):
    """The same about several items, and the reason their authors read."""

    outcome = RadioField(_l("Decision"), validate_choice=False, choices=[
        (name, OUTCOME_NAMES[name]) for name in ("keep", "remove")])
    ground = SelectField(_l("It stands on"), validate_choice=False, choices=[
        ("", "—"), *((code, name) for code, name in GROUNDS.items() if code != "law")])
    facts = TextAreaField(_l("What happened"), filters=[tidy])

    @property
    def ruling(self) -> Ruling:
        return Ruling(outcome=self.outcome.data or "", ground=self.ground.data or "",
                      facts=self.facts.data)

    def problems(self) -> dict[str, str]:
        return many_problems(self.ruling)


class NoteForm(Checked):
    """What moderators say to each other about an item."""

    text = TextAreaField(_l("Note"), filters=[tidy])

    def problems(self) -> dict[str, str]:
        return problems_of_note(self.text.data)


class AgainForm(Checked):
    """Why another moderator should look at what stands."""

    text = TextAreaField(_l("Why should somebody look again?"), filters=[tidy])

    def problems(self) -> dict[str, str]:
        return asking_problems(self.text.data)


class SanctionForm(DecisionForm):
    """A sanction without anything that was reported."""

    place = SelectField(_l("Where"), validate_choice=False)

    def __init__(self, *args: Any, spaces: Sequence[Space], **kwargs: Any):
        super().__init__(*args, kind="person", **kwargs)
        self.sanction.choices = list(SANCTION_NAMES.items())
        self.place.choices = [("", _l("The whole site")), *((str(s.id), s.name) for s in spaces)]
        self.space = next((s for s in spaces if str(s.id) == self.place.data), None)

    @property
    def ruling(self) -> Ruling:
        return replace(super().ruling, outcome="warn")

    def problems(self) -> dict[str, str]:
        if self.sanction.data == "note":
            return note_problems(self.facts.data)
        return super().problems()


class AppealForm(Checked):
    """Why somebody thinks that a decision is wrong."""

    text = TextAreaField(_l("Why is it wrong?"), filters=[tidy])

    def problems(self) -> dict[str, str]:
        return appeal_problems(self.text.data)


class AnswerForm(Checked):
    """Whether a decision stands, and what is said to who objected."""

    outcome = RadioField(_l("Decision"), validate_choice=False, choices=[
        (ANSWERS[0], _l("It stands")), (ANSWERS[1], _l("It was wrong: undo it"))])
    answer = TextAreaField(_l("Answer to who objected"), filters=[tidy])

    def problems(self) -> dict[str, str]:
        return answer_problems(self.outcome.data or "", self.answer.data)
