"""Changing what a post says, and what it said before. Deleting stands in `deletions.py`."""
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import Conflict
from cop.base.events import publish
from cop.base.verdict import require
from cop.discussions.events import PostChanged
from cop.discussions.models.revisions import Revision
from cop.discussions.models.topics import Post
from cop.discussions.policy import may_edit, may_remove_versions, may_share
from cop.discussions.service.attaching import Files, attach, files_of, given_files
from cop.discussions.service.holding import hold_post
from cop.discussions.service.mentions import note_mentions, with_tokens
from cop.discussions.service.newcomers import newcomer_problems
from cop.discussions.service.posts import check, check_text, html_of
from cop.discussions.texts import tidy_post
from cop.files.service.files import remove_file
from cop.people.models import Person

#: So long after writing, who wrote mends a slip without leaving a trace.
GRACE = timedelta(minutes=5)


def edit_post(editor: Person, post: Post, *, source: str, language: str = "", title: str = "",
              seen: int | None = None, files: Files | None = None) -> None:
    """Change the words of a post, perhaps the language they are in, its files and, with the
    opening post, the title. Raises Conflict when the post is no longer the version the editor has
    `seen`."""
    hold_post(post)
    require(may_edit(editor, post))
    source = with_tokens(editor, post.topic.space_id, tidy_post(source), post.source)
    language = language or post.language
    title = title or post.topic.title
    check_text(source, language)
    check(**newcomer_problems(editor, source))
    files = files_of(post) if files is None else given_files(editor, files, post)
    if (source, language, title, list(files)) == (
            post.source, post.language, post.topic.title, files_of(post)):
        return
    if seen not in (None, post.version):
        raise Conflict(_("Somebody changed this post while you wrote."))
    _begin_version(editor, post)
    post.source, post.language, post.topic.title = source, language, title
    attach(post, files)
    post.html = html_of(source, post.number, files)
    drop_whole_text(post)
    note_mentions(editor, post)
    if editor.id != post.author_id:
        record(editor.id, "post.edited", post)
    publish(PostChanged(post_id=post.id, topic_id=post.topic_id))


def share_post(person: Person, post: Post, *, with_members: bool) -> None:
    """Let the members of the space edit this post (a wiki), or leave it to its author again."""
    hold_post(post)
    require(may_share(person, post))
    if post.is_wiki == with_members:
        return
    post.is_wiki = with_members
    if person.id != post.author_id:
        record(person.id, "post.shared" if with_members else "post.unshared", post)


def remove_revision(moderator: Person, revision: Revision) -> None:
    """Take the words of an earlier version away for good; that there was one stays."""
    require(may_remove_versions(moderator, revision.post))
    revision.source = revision.title = ""
    revision.removed_at = now()
    record(moderator.id, "revision.removed", revision)


def drop_whole_text(post: Post) -> None:
    """The words of now are all there is: what was taken out must not stay in a file."""
    if post.whole_text:
        file, post.whole_text = post.whole_text, None
        remove_file(file)


def _begin_version(editor: Person, post: Post) -> None:
    """Keep what the post says now, unless its writer only mends what they have just written."""
    post.version += 1
    writer_id, since = post.edited_by_id or post.author_id, post.edited_at or post.created_at
    if editor.id == writer_id and since + GRACE > now() and not post.is_wiki:
        return
    add(Revision(
        post_id=post.id, number=_next_number(post), source=post.source, language=post.language,
        title=post.topic.title if post.number == 1 else "", written_by_id=writer_id,
        written_at=since))
    post.edited_at, post.edited_by_id = now(), editor.id


def _next_number(post: Post) -> int:
    last = select(func.max(Revision.number)).where(Revision.post_id == post.id)
    return (db.session.scalar(last) or 0) + 1

