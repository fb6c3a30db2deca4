"""Opening conversations and writing in them."""
from collections.abc import Collection

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import update

from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.markup import to_html
from cop.base.markup_bounds import TooMuchWork
from cop.base.site import read_site
from cop.base.verdict import Verdict
from cop.discussions.queries.standing import count_standing
from cop.discussions.service.newcomers import newcomer_problems
from cop.discussions.texts import post_problem, tidy_post, tidy_title
from cop.messages.events import MessageWritten
from cop.messages.models import MOST_PEOPLE, Conversation, Message, Place
from cop.messages.policy import may_answer, may_open
from cop.messages.queries import count_opened_today, list_blocking, list_recipients
from cop.people.models import Person
from cop.people.trust import is_new
from cop.vocabulary.lists import LANGUAGES

LONGEST_SUBJECT = 120


def open_conversation(author: Person, to: Collection[int], *, subject: str, source: str,
                      language: str) -> Conversation:
    """With a first message. Whatever is wrong is said at a field, so that no words are lost."""
    people = list_recipients(author, set(to))
    subject, source = tidy_title(subject), tidy_post(source)
    _take(_people_problems(author, people, set(to)) | _subject_problems(subject)
          | _text_problems(author, source, language))
    conversation = add(Conversation(subject=subject, language=language))
    for person in (author, *people):
        add(Place(conversation_id=conversation.id, person_id=person.id))
    db.session.expire(conversation, ["places"])
    _place(author, conversation, source, language)
    return conversation


def write_message(author: Person, conversation: Conversation, *, source: str,
                  language: str) -> Message:
    source = tidy_post(source)
    blocking = list_blocking([place.person_id for place in conversation.places], author)
    _take(_refusal("source", may_answer(author, conversation, blocked_by=blocking)))
    _take(_text_problems(author, source, language))
    return _place(author, conversation, source, language)


def _place(author: Person, conversation: Conversation, source: str, language: str) -> Message:
    """The number is given by the database: two who write at once get two."""
    html = _html_of(source)
    number = db.session.execute(update(Conversation).where(
        Conversation.id == conversation.id).values(
        last_number=Conversation.last_number + 1, last_written_at=now()).returning(
        Conversation.last_number)).scalar_one()
    message = add(Message(conversation_id=conversation.id, number=number, author_id=author.id,
                          language=language, source=source, html=html))
    db.session.execute(update(Place).where(
        Place.conversation_id == conversation.id, Place.person_id == author.id,
    ).values(read_number=number))
    db.session.expire(conversation)
    publish(MessageWritten(message_id=message.id))
    return message


def _html_of(source: str) -> str:
    try:
        return to_html(source, refuse=True)
    except TooMuchWork:
        raise Invalid({"source": _("This text is nested too deeply. Please write it with fewer "
                                   "levels.")}) from None


def _people_problems(author: Person, people: Collection[Person],
                     wanted: Collection[int]) -> dict[str, str]:
    if not people or len(people) < len(wanted):
        return {"to": _("Please choose to whom you write.")}
    if len(people) >= MOST_PEOPLE:
        return {"to": _("At most %(most)d people take part, you included.", most=MOST_PEOPLE)}
    blocking = list_blocking([person.id for person in people], author)
    return _refusal("to", may_open(author, people, blocked_by=blocking)) or _newcomers(author)


def _newcomers(author: Person) -> dict[str, str]:
    most = read_site().new_conversations_a_day
    if not most or not is_new(author, count_standing(author)):
        return {}
    if count_opened_today(author) < most:
        return {}
    return {"to": ngettext(
        "New members begin at most %(num)d conversation in a day. Please wait until tomorrow.",
        "New members begin at most %(num)d conversations in a day. Please wait until tomorrow.",
        most)}


def _subject_problems(subject: str) -> dict[str, str]:
    if 0 < len(subject) <= LONGEST_SUBJECT:
        return {}
    return {"subject": _("Please write a subject of up to %(most)d characters.",
                         most=LONGEST_SUBJECT)}


def _text_problems(author: Person, source: str, language: str) -> dict[str, str]:
    if language not in LANGUAGES:
        return {"language": _("Please choose a language of the list.")}
    if problem := post_problem(source):
        return {"source": problem}
    return newcomer_problems(author, source)


def _refusal(field: str, verdict: Verdict) -> dict[str, str]:
    return {} if verdict else {field: verdict.reason}


def _take(wrong: dict[str, str]) -> None:
    if wrong:
        raise Invalid(wrong)
