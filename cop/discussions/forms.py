"""What people type in discussions, and what is wrong with it. Who may write is in `policy.py`."""
import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional, ValidationError

from cop.base.languages import guess_language
from cop.discussions.models.drafts import Draft
from cop.discussions.models.topics import Post, Topic
from cop.discussions.outlines import OUTLINED
from cop.discussions.places import Place
from cop.discussions.service.newcomers import newcomer_problems
from cop.discussions.service.outlines import outline_problem
from cop.discussions.service.polls import PollPlan, poll_problems
from cop.discussions.service.signs import place_problem, words_problem
from cop.discussions.texts import post_problem, tidy_post, tidy_title, title_problem
from cop.files.fields import FilesField
from cop.people.fields import AsOnPage, RegionsField, ThemesField, number_in
from cop.people.models import Person
from cop.vocabulary.lists import LANGUAGES
from cop.web.rendering import ui_language

#: «/topics/12-how-to», «https://…/posts/40», «…#post-40», «12»: what is named by an address.
TOPIC_NAMED = re.compile(r"(?:^|/topics/)(\d{1,9})(?![^/\s?#-])", re.ASCII)
POST_NAMED = re.compile(r"(?:/posts/|#post-)(\d{1,9})\b", re.ASCII)


def say(problem: str) -> None:
    if problem:
        raise ValidationError(problem)


def guess(source: str, likely: Sequence[str]) -> str:
    """Which of our languages a text is in."""
    return guess_language(source, likely=likely, known=LANGUAGES)


class PostForm(FlaskForm):
    """A text, and the language it is in: found out from the text unless one is chosen; the
    likely languages are offered first. It stands at a place and may go on with a draft."""

    source = TextAreaField(_l("Your text"), filters=[lambda text: tidy_post(text or "")])
    files = FilesField(_l("Pictures and documents"))
    language = SelectField(_l("Language of your text"), validate_choice=False)

    def __init__(self, *args: Any, likely: Iterable[str] = (), place: Place | None = None,
                 draft: Draft | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.place, self.draft = place, draft
        self.likely = [code for code in dict.fromkeys(likely) if code in LANGUAGES]
        self.language.choices = self._offered  # asked for where the form is shown

    def _offered(self) -> list[tuple[str, str]]:
        named, found = dict(LANGUAGES.choices(ui_language())), _("found in the text")
        if self.source.data and not self.language.data:
            found = _("found in the text: %(language)s", language=named[self.code])
        return list(({"": found} | {c: named[c] for c in self.likely} | named).items())

    @property
    def code(self) -> str:
        """The language that was chosen, else the one the text seems to be in."""
        likely = self.likely or [ui_language()]
        return self.language.data or guess(self.source.data or "", likely)

    def validate_source(self, field: TextAreaField) -> None:
        say(post_problem(field.data))

    def check(self, author: Person, *, opens_topic: bool = False) -> bool:
        """May they write this? If not, each field knows why."""
        fits = self.validate()
        told = newcomer_problems(author, self.source.data, opens_topic=opens_topic) if fits else {}
        for name, sentence in told.items():
            self[name].errors = [sentence]
        return fits and not told


class ReplyForm(PostForm):
    """An answer, which post it answers when that is not the opening one, and the number of the
    last post that the topic had when the form was opened."""

    source = TextAreaField(_l("Your reply"), filters=[lambda text: tidy_post(text or "")])
    # Without a label WTForms looks for one among its own translations, and reads those each time.
    parent, seen = HiddenField(""), HiddenField("")
    between: Sequence[Post] = ()

    def show(self, between: Sequence[Post], topic: Topic) -> None:
        """Let what others wrote meanwhile be seen before this is sent again."""
        self.between, self.seen.data = between, topic.last_number

    @property
    def parent_id(self) -> int | None:
        return number_in(self.parent)

    @property
    def seen_number(self) -> int | None:
        return number_in(self.seen)


class TopicForm(AsOnPage, PostForm):
    """The opening post of a topic, and what the topic is called and filed under."""

    on_page = ("title", "kind", "source", "files", "themes", "regions", "poll", "language")
    title = StringField(_l("Title"), filters=[lambda text: tidy_title(text or "")])
    kind = RadioField(_l("What is this?"), default="question", choices=[
        ("question", _l("A question: somebody's answer can solve it")),
        ("discussion", _l("A discussion: something to share or to talk over")),
        ("clinic", _l("A case clinic: a situation from your work; others ask first, then advise")),
        ("request", _l("A peer request: you look for a person, a document, a visit or help"))])
    source = TextAreaField(_l("Your text"), filters=[lambda text: tidy_post(text or "")])
    language = SelectField(_l("Language of your text"), validate_choice=False)
    themes = ThemesField(_l("Themes"))
    regions = RegionsField(_l("Regions"))

    def __init__(self, *args: Any, outlines: Mapping[str, str] = MappingProxyType({}),
                 **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.outlines = {kind: tidy_post(text) for kind, text in outlines.items()}

    def begin(self, kind: str) -> None:
        """Choose this kind and put its outline under what was typed so far."""
        self.kind.data = kind
        typed, outline = self.source.data or "", self.outlines.get(kind, "")
        if typed in self.outlines.values():
            self.source.data = outline
        elif outline not in typed:
            self.source.data = f"{typed}\n\n{outline}".strip()

    def validate_source(self, field: TextAreaField) -> None:
        super().validate_source(field)
        if field.data in self.outlines.values():
            raise ValidationError(_l("Please write something under the headings."))

    def validate_title(self, field: StringField) -> None:
        say(title_problem(field.data))


class PollFields(FlaskForm):
    """A poll, in the form of a new topic. `check` says what is wrong with it."""

    class Meta:
        csrf = False

    question = StringField(_l("What do you ask?"), filters=[lambda text: tidy_title(text or "")])
    options = TextAreaField(_l("Answers to choose from"), filters=[lambda text: text or ""])
    closes_on = DateField(_l("Last day to vote"), validators=[Optional()])
    is_multiple = BooleanField(_l("One may choose several answers"))
    is_named = BooleanField(_l("Members see who chose what; otherwise nobody does"))
    shown_at_end = BooleanField(_l("Show the results only when the poll has ended"))

    @property
    def plan(self) -> PollPlan:
        return PollPlan(
            question=self.question.data or "", options=(self.options.data or "").splitlines(),
            is_multiple=self.is_multiple.data, is_named=self.is_named.data,
            shown_at_end=self.shown_at_end.data, closes_on=self.closes_on.data)

    def check(self, author: Person) -> bool:
        """May this be the author's poll? If not, each field knows why."""
        for name, sentence in poll_problems(author, self.plan).items():
            self[name].errors = [*self[name].errors, sentence]
        return not self.errors


class PollForm(PollFields):
    """A poll by itself, for a topic that is open already."""

    class Meta:
        csrf = True


class NewTopicForm(TopicForm):
    """A topic that is to be opened; it may come with a poll."""

    poll = FormField(PollFields)
    about = HiddenField()

    @property
    def plan(self) -> PollPlan | None:
        """The poll, if anything of one was written."""
        fields = self.poll.form
        return fields.plan if fields.question.data or fields.options.data.strip() else None

    def check(self, author: Person, *, opens_topic: bool = True) -> bool:
        valid = super().check(author, opens_topic=opens_topic)
        return (self.plan is None or self.poll.form.check(author)) and valid


class OutlinesForm(FlaskForm):
    """How topics of some kinds begin in a space."""

    clinic = TextAreaField(_l("Case clinic"), filters=[lambda text: tidy_post(text or "")])
    request = TextAreaField(_l("Peer request"), filters=[lambda text: tidy_post(text or "")])

    def validate_clinic(self, field: TextAreaField) -> None:
        say(outline_problem(field.data))

    validate_request = validate_clinic

    @property
    def texts(self) -> dict[str, str]:
        return {kind: self[kind].data for kind in OUTLINED}


class _Change(FlaskForm):
    """What a form that changes a post holds besides: which version it began with, and whether
    members may edit it."""

    version = HiddenField()
    is_wiki = BooleanField(_l("Members of this space may edit this post, too (a wiki)"))

    @property
    def seen_version(self) -> int | None:
        return number_in(self.version)


class PostChangeForm(_Change, PostForm):
    """A post that is changed."""


class TopicChangeForm(_Change, TopicForm):
    """An opening post that is changed, and what its topic is called and filed under. An event
    stays one."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.kind.object_data == "event":
            del self.kind


class RemarkForm(FlaskForm):
    """Where something was tried, and what happened."""

    place = StringField(_l("Where"), filters=[lambda text: tidy_title(text or "")])
    words = StringField(_l("What happened"), filters=[lambda text: tidy_title(text or "")])

    def validate_place(self, field: StringField) -> None:
        say(place_problem(field.data))

    def validate_words(self, field: StringField) -> None:
        say(words_problem(field.data))


class PinForm(FlaskForm):
    """Until when a topic stands first."""

    until = DateField(_l("Until the end of this day"), validators=[Optional()])


class MoveForm(FlaskForm):
    """To which space a topic goes. The spaces are handed in as (slug, name)."""

    to = SelectField(_l("Space"))

    def __init__(self, *args: Any, spaces: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.to.choices = spaces


class SplitForm(FlaskForm):
    """What a branch is called once it is a topic."""

    title = StringField(_l("Title of the new topic"), filters=[lambda text: tidy_title(text or "")])
    kind = RadioField(_l("What is this?"), default="discussion", choices=[
        ("question", _l("A question: somebody's answer can solve it")),
        ("discussion", _l("A discussion: something to share or to talk over"))])

    def validate_title(self, field: StringField) -> None:
        say(title_problem(field.data))


class MergeForm(FlaskForm):
    """Into which topic another goes, and below which of its posts."""

    into = StringField(_l("Address of the other topic"))

    @property
    def topic_id(self) -> int:
        return self._number(TOPIC_NAMED)

    @property
    def post_id(self) -> int:
        return self._number(POST_NAMED)

    def _number(self, sign: re.Pattern[str]) -> int:
        return int(found[1]) if (found := sign.search((self.into.data or "").strip())) else 0
