"""What people type in discussions, and what is wrong with it. Who may write is in `policy.py`."""
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from cop.discussions.texts import post_problem, tidy_post, tidy_title, title_problem
from cop.people.fields import RegionsField, ThemesField
from cop.vocabulary.lists import LANGUAGES
from cop.web.rendering import ui_language


def say(problem: str) -> None:
    if problem:
        raise ValidationError(problem)


class PostForm(FlaskForm):
    """A text, and the language it is in; the likely languages are offered first."""

    source = TextAreaField(_l("Your text"), filters=[lambda text: tidy_post(text or "")])
    language = SelectField(_l("Language of your text"))

    def __init__(self, *args: Any, likely: Iterable[str] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        first = [code for code in dict.fromkeys(likely) if code in LANGUAGES]
        named = dict(LANGUAGES.choices(ui_language()))
        self.language.choices = list(({code: named[code] for code in first} | named).items())
        if not self.is_submitted() and not self.language.data and first:
            self.language.data = first[0]

    def validate_source(self, field: TextAreaField) -> None:
        say(post_problem(field.data))


class ReplyForm(PostForm):
    """An answer, and which post it answers when that is not the opening one."""

    source = TextAreaField(_l("Your reply"), filters=[lambda text: tidy_post(text or "")])
    parent = HiddenField()

    @property
    def parent_id(self) -> int | None:
        given = self.parent.data or ""
        return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


class TopicForm(PostForm):
    """The opening post of a topic, and what the topic is called and filed under."""

    title = StringField(_l("Title"), filters=[lambda text: tidy_title(text or "")])
    kind = RadioField(_l("What is this?"), default="question", choices=[
        ("question", _l("A question: somebody's answer can solve it")),
        ("discussion", _l("A discussion: something to share or to talk over"))])
    source = TextAreaField(_l("Your text"), filters=[lambda text: tidy_post(text or "")])
    language = SelectField(_l("Language of your text"))
    themes = ThemesField(_l("Themes"))
    regions = RegionsField(_l("Regions"))

    def validate_title(self, field: StringField) -> None:
        say(title_problem(field.data))
