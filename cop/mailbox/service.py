"""Taking in what comes to our addresses: answers, new topics, letters that came back."""
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from cop.base import mail as post_office
from cop.base.clock import now
from cop.base.db import add, db, is_taken
from cop.base.errors import CopError
from cop.base.jobs import short_transaction
from cop.base.languages import guess_language
from cop.base.mail_addresses import SignedAddress
from cop.base.site import read_site
from cop.base.text import clean
from cop.base.verdict import require
from cop.discussions.models.topics import Post
from cop.discussions.queries.posts import get_post
from cop.discussions.service.posts import write_post
from cop.discussions.service.topics import open_topic
from cop.files.attaching import Attachment
from cop.files.inspecting import inspect
from cop.files.kinds import MOST_FILES
from cop.files.service.files import Stored, keep_stored, store_sound
from cop.mailbox import letters, queries
from cop.mailbox.addresses import read_own
from cop.mailbox.models import ReceivedMail
from cop.mailbox.policy import (
    is_by_a_program,
    is_sender,
    may_answer_until,
    may_send_another,
    may_stand_alone,
)
from cop.mailbox.reading import Mail, Unreadable, bare_subject, read_mail
from cop.notifications.queries.whom import find_reader, get_opening
from cop.people.models import Person
from cop.vocabulary.lists import LANGUAGES
from cop.web.links import language_of, public_url

#: Longer than any address for an answer is good.
KEPT = timedelta(days=90)


class Outcome(StrEnum):
    """What became of a mail."""

    TAKEN = "taken"  # also when it was taken before, or its sender was written why it was not
    IGNORED = "ignored"  # a program sent it
    NO_SUCH_ADDRESS = "no such address"
    NOT_YOURS = "not the sender's address"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Files:
    """Files of a mail that are stored to be kept, and why others cannot be."""

    stored: Sequence[Stored]
    problems: Sequence[str]


def take_in(raw: bytes, *, recipient: str, return_path: str = "") -> Outcome:
    """Take a mail in, in transactions of its own, and say what became of it. What is not the
    mail's fault is raised: then it should be tried again."""
    address = read_own(recipient)
    if address is None:
        return Outcome.NO_SUCH_ADDRESS
    try:
        if address.purpose == "bounce":
            return _take_back(raw, address.numbers[0])
        owner = find_reader(address.numbers[0])
        if owner is None or not _is_theirs(owner, address):
            return Outcome.NO_SUCH_ADDRESS
        with force_locale(language_of(owner.interface_language)):
            return _take_from(owner, address, raw, return_path)
    except Unreadable:
        return Outcome.UNREADABLE


def forget_received() -> None:
    db.session.execute(delete(ReceivedMail).where(ReceivedMail.created_at < now() - KEPT))


def _is_theirs(owner: Person, address: SignedAddress) -> bool:
    return address.purpose != "new" or post_office.was_made_by_us(
        address, extra=owner.fs_uniquifier)


def _take_back(raw: bytes, letter_id: int) -> Outcome:
    """A letter of ours came back, or a server says that it still tries."""
    failed = [report for report in read_mail(raw).reports if report.action == "failed"]
    with short_transaction():
        for report in failed:
            post_office.note_bounce(letter_id, f"{report.status} {report.words}".strip())
    return Outcome.TAKEN if failed else Outcome.IGNORED


def _take_from(owner: Person, address: SignedAddress, raw: bytes, return_path: str) -> Outcome:
    marks, parent = _known_of(owner, address)
    email, owner_id = owner.email, owner.id
    db.session.rollback()  # nothing is held while it is read
    mail = read_mail(raw, marks=[*marks, f"@{address.domain}"], parent=parent)
    if is_by_a_program(mail, return_path, post_office.sender_address()):
        return Outcome.IGNORED
    if not is_sender(email, mail):
        return Outcome.NOT_YOURS
    files = _stored(owner, mail)
    with short_transaction():
        person = find_reader(owner_id)
        if person and (received := _note_receipt(mail, address, person)):
            _act(person, address, mail, files, received)
    return Outcome.TAKEN


def _known_of(owner: Person, address: SignedAddress) -> tuple[list[str], str]:
    """What stood in the header of the letter that is answered, and in its text."""
    marks = [post_office.sender_address()]
    if address.purpose != "reply":
        return marks, ""
    try:
        post = get_post(owner, address.numbers[1])
    except CopError:
        return marks, ""
    return [*marks, f"{post.author.name} · {read_site().name}", post.topic.title], post.source


def _stored(owner: Person, mail: Mail) -> Files:
    stored, problems = [], []
    for each in mail.files[:MOST_FILES]:
        try:
            stored.append(store_sound(owner, inspect(each.name or _("file"), each.content)))
        except CopError as no:
            problems.append(f"{each.name}: {no}")
    if len(mail.files) > MOST_FILES:
        problems.append(_("At most %(most)s files go with one text.", most=MOST_FILES))
    return Files(stored, problems)


def _note_receipt(mail: Mail, address: SignedAddress, person: Person) -> ReceivedMail | None:
    """None where it was taken in before: of one mail that comes twice, also at once, one counts."""
    name = mail.message_id or mail.digest
    digest = sha256(f"{name}\0{address.signature}".encode()).hexdigest()
    try:
        with db.session.begin_nested():
            return add(ReceivedMail(digest=digest, person_id=person.id))
    except IntegrityError as problem:
        if not is_taken(problem):
            raise
        return None


def _act(person: Person, address: SignedAddress, mail: Mail, files: Files,
         received: ReceivedMail) -> None:
    """Write what was sent, or write back why not; what was begun then is undone."""
    try:
        with db.session.begin_nested():
            require(may_send_another(queries.count_last_hour(person) - 1))
            post = _DOORS[address.purpose](person, address, mail, files)
            received.post_id = post.id
            if letters.is_name(mail.message_id):
                post_office.note_own_mail(person.id, f"post:{post.id}", mail.message_id)
    except CopError as no:
        letters.tell_why(person, mail, str(no), _page_of(person, address))
    else:
        if files.problems:
            letters.tell_left_out(person, mail, files.problems, public_url(f"/posts/{post.id}"))


def _page_of(person: Person, address: SignedAddress) -> str:
    """Where the same can be written on a page; empty where that is not open to them."""
    number = address.numbers[1]
    try:
        if address.purpose == "reply":
            return public_url(f"/posts/{get_post(person, number).id}")
        return public_url(f"/spaces/{queries.get_space_by_id(person, number).slug}")
    except CopError:
        return ""


def _answer(person: Person, address: SignedAddress, mail: Mail, files: Files) -> Post:
    require(may_answer_until(address.numbers[2]))
    parent = get_post(person, address.numbers[1])
    return write_post(
        person, parent.topic, parent=None if parent.deleted_at else parent,
        **_written(person, mail, files, parent.topic.language))


def _open(person: Person, address: SignedAddress, mail: Mail, files: Files) -> Post:
    space = queries.get_space_by_id(person, address.numbers[1])
    topic = open_topic(person, space, title=bare_subject(clean(mail.subject)),
                       **_written(person, mail, files, space.language))
    return get_opening(topic.id)


_DOORS: dict[str, Callable[[Person, SignedAddress, Mail, Files], Post]] = {
    "reply": _answer, "new": _open}


def _written(person: Person, mail: Mail, files: Files, language: str) -> dict[str, object]:
    """`language` is that of the place; who does not read it writes another, as on the page."""
    require(may_stand_alone(mail))
    reads = [each for each in (person.interface_language, *person.languages) if each]
    likely = [language, *reads] if language in person.languages else [*reads, language]
    return {"source": mail.text,
            "language": guess_language(mail.text, likely=likely, known=LANGUAGES),
            "files": [_kept(person, each) for each in files.stored]}


def _kept(person: Person, stored: Stored) -> Attachment:
    file = keep_stored(person, stored)
    said = _("Sent by e-mail: %(name)s", name=file.name) if file.is_picture else ""
    return Attachment(file, said)
