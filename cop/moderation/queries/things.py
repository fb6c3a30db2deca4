"""What can be reported, found for who reports it: what they may not see is not there."""
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from flask_babel import gettext as _
from sqlalchemy import select

from cop.base.db import db
from cop.base.errors import NotFound
from cop.cases.queries.cases import get_case
from cop.discussions.models.attachments import PostFile
from cop.discussions.models.topics import Post
from cop.discussions.queries.posts import get_post
from cop.files.models import File
from cop.files.queries import get_file
from cop.messages.queries import get_message
from cop.people.models import Person, Visitor
from cop.people.queries import get_person


@dataclass(frozen=True)
class Thing:
    """A post, case, person or file: whose it is, what it is called in which language, and where it
    stands. `files` are those attached to a post."""

    kind: str
    id: int
    author_id: int | None
    title: str
    language: str
    address: str
    post_id: int | None = None
    case_id: int | None = None
    file_id: int | None = None
    files: Sequence[File] = ()


def get_thing(reader: Person | Visitor, kind: str, target_id: int) -> Thing:
    if not 0 < target_id < 2**31:
        raise NotFound
    return _FIND[kind](reader, target_id)


def _post(reader: Person | Visitor, post_id: int) -> Thing:
    post = get_post(reader, post_id)
    if post.deleted_at and post.withheld != "hidden":
        raise NotFound
    names = post.author.name if reader.is_signed_in or post.author.profile_is_public else ""
    title = _("Post of %(name)s in “%(title)s”", name=names or _("A member of the community"),
              title=post.topic.title)
    return Thing("post", post.id, post.author_id, title, "", f"/posts/{post.id}", post_id=post.id,
                 files=[each.file for each in post.attachments] if not post.deleted_at else ())


def _case(reader: Person | Visitor, case_id: int) -> Thing:
    case = get_case(reader, case_id)
    return Thing("case", case.id, case.author_id, case.title, case.language, f"/cases/{case.id}",
                 case_id=case.id)


def _person(reader: Person | Visitor, person_id: int) -> Thing:
    person = get_person(reader, person_id)
    return Thing("person", person.id, person.id, person.name, "", f"/people/{person.id}")


def _file(reader: Person | Visitor, file_id: int) -> Thing:
    """A file that is attached to a post is in the care of who moderates there."""
    file = get_file(reader, file_id)
    post = db.session.scalar(select(Post).join(
        PostFile, PostFile.post_id == Post.id).where(PostFile.file_id == file_id).limit(1))
    author_id = post.author_id if post else file.uploader_id
    address = f"/posts/{post.id}" if post else f"/files/{file.id}/{file.name}"
    return Thing("file", file.id, author_id, file.name, "", address, file_id=file.id,
                 post_id=post.id if post else None)


def _message(reader: Person | Visitor, message_id: int) -> Thing:
    """For who takes part in the conversation."""
    message = get_message(reader, message_id)
    title = _("Message of %(name)s in “%(title)s”", name=message.author.name,
              title=message.conversation.subject)
    return Thing("message", message.id, message.author_id, title, "",
                 f"/conversations/{message.conversation_id}")


_FIND: Mapping[str, Callable[[Person | Visitor, int], Thing]] = MappingProxyType(
    {"post": _post, "case": _case, "person": _person, "file": _file, "message": _message})
