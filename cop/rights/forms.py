"""What people ask about their data, and what is answered."""
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length, ValidationError

from cop.people.fields import BoxesField, tidy
from cop.rights.service.asking import LONGEST_WORDS
from cop.rights.service.deciding import LONGEST_ANSWER

TOO_LONG = _l("There is room for %(max)d characters.")
KIND_NAMES: dict[str, Any] = {
    "rectification": _l("Something about me is wrong, and I cannot correct it myself"),
    "objection": _l("I object to a use of my data"),
    "restriction": _l("My data shall be kept, but not used for now"),
    "other": _l("Something else about my data"),
    "erasure": _l("To be forgotten"),
}


class EraseForm(FlaskForm):
    """What goes and what stays when somebody wants to be forgotten."""

    works = RadioField(_l("What shall become of what you wrote?"), default="keep", choices=[
        ("keep", _l("It stays, without my name")),
        ("some", _l("It stays, without my name, but for the posts I choose below")),
        ("none", _l("It goes, too: of my posts the empty places stay, so that others' answers can "
                    "be read, and my cases are emptied"))])
    posts = BoxesField(_l("Posts to delete"), choices=())
    keep_organisation = BooleanField(_l("My organisation may stand beside what stays of my cases"))
    understood = BooleanField(_l("I have read what goes, what stays, and that it cannot be undone"),
                              validators=[DataRequired(_l("Please say that you have read it."))])
    words = TextAreaField(_l("Something we should know"), filters=[tidy], validators=[
        Length(max=LONGEST_WORDS, message=TOO_LONG)])

    def __init__(self, *args: Any, posts: list[tuple[int, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.posts.choices = [(str(number), words) for number, words in posts]

    def validate_posts(self, field: SelectMultipleField) -> None:
        if self.works.data == "some" and not field.data:
            raise ValidationError(_l("Please choose the posts, or let all of them stay."))

    @property
    def chosen(self) -> dict[str, Any]:
        offered = {number for number, *_ in self.posts.choices}
        ids = [int(number) for number in self.posts.data or () if number in offered]
        return {"keep_works": self.works.data != "none",
                "keep_organisation": self.keep_organisation.data and self.works.data != "none",
                "post_ids": ids if self.works.data == "some" else [], "words": self.words.data}


class AskForm(FlaskForm):
    """Another request."""

    kind = RadioField(_l("What do you ask for?"), validate_choice=False, choices=[
        (kind, name) for kind, name in KIND_NAMES.items() if kind != "erasure"], validators=[
            AnyOf(set(KIND_NAMES) - {"erasure"}, _l("Please choose one of these."))])
    words = TextAreaField(_l("What is it about?"), filters=[tidy], validators=[
        DataRequired(_l("Please say what it is about.")),
        Length(max=LONGEST_WORDS, message=TOO_LONG)])


class AnswerForm(FlaskForm):
    """What the person reads, in a letter and on their page."""

    words = TextAreaField(_l("Answer to the person"), filters=[tidy], validators=[
        DataRequired(_l("Please write to them.")),
        Length(max=LONGEST_ANSWER, message=TOO_LONG)])
