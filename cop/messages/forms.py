"""What people type to each other."""
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SearchField, StringField, SubmitField

from cop.discussions.forms import PostForm
from cop.messages.models import Message
from cop.messages.queries import list_recipients
from cop.people.fields import AsOnPage, BoxesField, tidy
from cop.people.models import Person


class MessageForm(PostForm):
    """An answer, and the language it is in."""

    files = None


class ConversationForm(AsOnPage, MessageForm):
    """To whom, about what, and the first message. Looking for people loses no words."""

    on_page = ("to", "q", "subject", "source", "language")
    to = BoxesField(_l("To"), coerce=int, choices=[])
    q = SearchField(_l("Find people by name or organisation"), filters=[tidy])
    find = SubmitField()
    subject = StringField(_l("Subject"), filters=[tidy])

    def __init__(self, author: Person, *args: Any, to: list[int] | None = None, **kwargs: Any):
        super().__init__(*args, likely=author.languages, data={"to": to or []}, **kwargs)
        ids = [number for number in self.to.data or [] if 0 < number < 2**31][:50]
        self.people = list_recipients(author, ids, self.q.data or "")
        self.to.choices = [(person.id, _called(person)) for person in self.people]

    @property
    def wants_to_find(self) -> bool:
        return bool(self.find.data)


def _called(person: Person) -> str:
    return f"{person.name} · {person.organisation.name}" if person.organisation else person.name


def reply_form(author: Person, last: Message | None = None) -> MessageForm:
    return MessageForm(likely=[*([last.language] if last else []), *author.languages])
