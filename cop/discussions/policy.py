"""Who may see what and do what in discussions.

Seeing is a WHERE clause: a page, a list, a mail and a search cannot disagree.
Doing is a function that returns a Verdict: the page can say why not.
"""
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_, select

from cop.base.clock import now
from cop.base.verdict import ALLOW, Verdict, deny
from cop.discussions.models.attachments import PostFile
from cop.discussions.models.drafts import Draft
from cop.discussions.models.polls import Poll
from cop.discussions.models.revisions import Revision
from cop.discussions.models.signs import Sign
from cop.discussions.models.topics import Post, Topic
from cop.files.models import File
from cop.people.models import Person, Reader, Visitor
from cop.people.policy import may_write
from cop.spaces.models import Space
from cop.spaces.policy import (
    belongs_to,
    has_ended,
    may_write_in,
    moderates,
    opens_to_more,
    visible_spaces,
)

#: How long who deleted a post may undo it.
UNDO = timedelta(hours=24)
#: In an anonymous poll with fewer voters no numbers are shown.
FEWEST_VOTERS = 3


def visible_topics(reader: Reader) -> ColumnElement[bool]:
    """Give a person, or the class Person to ask for every row of a query at once."""
    return (Topic.space.has(visible_spaces(reader)) & Topic.merged_into_id.is_(None)
            & or_(Topic.is_waiting.is_(False), Topic.author_id == reader.id))


def visible_posts(reader: Reader) -> ColumnElement[bool]:
    """What waits for a moderator is its author's alone."""
    open_to = or_(Post.withheld != "waits", Post.author_id == reader.id)
    return Post.topic.has(visible_topics(reader)) & open_to


def visible_revisions(reader: Reader) -> ColumnElement[bool]:
    """What a post said before is seen by those who see what it says now."""
    return Revision.post.has(Post.deleted_at.is_(None) & visible_posts(reader))


def visible_post_files(reader: Reader) -> ColumnElement[bool]:
    """What is attached to posts, and the whole texts of those that are shown in part."""
    shown = (visible_posts(reader), Post.deleted_at.is_(None))
    attached = select(PostFile.file_id).join(Post, Post.id == PostFile.post_id).where(*shown)
    whole = select(Post.whole_text_id).where(Post.whole_text_id.is_not(None), *shown)
    return or_(File.id.in_(attached.correlate_except(Post, PostFile)),
               File.id.in_(whole.correlate_except(Post)))


def files_of_posts() -> ColumnElement[bool]:
    """All files that posts hold, also those of deleted ones."""
    attached = select(PostFile.file_id)
    whole = select(Post.whole_text_id).where(Post.whole_text_id.is_not(None))
    return or_(File.id.in_(attached.correlate_except(PostFile)),
               File.id.in_(whole.correlate_except(Post)))


def own_drafts(person: Person | Visitor) -> ColumnElement[bool]:
    """Drafts are their author's alone: no moderator sees them."""
    return Draft.person_id == person.id


def may_open_topic(person: Person | Visitor, space: Space) -> Verdict:
    return may_write_in(person, space)


def may_reply(person: Person | Visitor, topic: Topic) -> Verdict:
    if topic.archived_at:
        return deny(_("This topic is archived: it can be read, not written in."))
    if topic.locked_at and not moderates(person, topic.space):
        return deny(_("This topic is locked."))
    return may_write_in(person, topic.space)


def may_edit(person: Person | Visitor, post: Post) -> Verdict:
    """Its author, a moderator and, of a wiki post, every member of the space."""
    if not (verdict := may_write(person, post.topic.space_id)):
        return verdict
    shared = post.is_wiki and belongs_to(person, post.topic.space)
    return ALLOW if shared and _may_still_change(person, post) else may_delete(person, post)


def may_delete(person: Person | Visitor, post: Post) -> Verdict:
    if post.author_id != person.id and not moderates(person, post.topic.space):
        return deny(_("Only its author may change a post."))
    return _may_still_change(person, post)


def may_describe(person: Person | Visitor, opening: Post) -> Verdict:
    """May they change what the topic is called and filed under?"""
    return may_delete(person, opening)


def may_share(person: Person | Visitor, post: Post) -> Verdict:
    """May they let the members of the space edit this post, or end that?"""
    return may_delete(person, post)


def may_undo_delete(person: Person | Visitor, post: Post) -> Verdict:
    if not post.taken or post.taken.created_at + UNDO < now():
        return deny(_("It is too late: the words of this post are gone."))
    if post.taken.deleted_by_id != person.id:
        return deny(_("Only who deleted a post may bring it back."))
    if not (verdict := may_write(person, post.topic.space_id)):
        return verdict
    return _may_still_write(person, post)


def may_remove_versions(person: Person | Visitor, post: Post) -> Verdict:
    """May they take away for good what a post said before?"""
    if not moderates(person, post.topic.space):
        return deny(_("Only moderators of this space remove what a post said before."))
    return ALLOW


def _may_still_change(person: Person | Visitor, post: Post) -> Verdict:
    return deny(_("This post was deleted.")) if post.deleted_at else _may_still_write(person, post)


def _may_still_write(person: Person | Visitor, post: Post) -> Verdict:
    """Whose the post is apart: is this a place where they change anything?"""
    if has_ended(post.topic.space):
        return deny(_("This course has ended: its room can be read, not written in."))
    if post.topic.archived_at:
        return deny(_("This topic is archived: it can be read, not written in."))
    if post.topic.locked_at and not moderates(person, post.topic.space):
        return deny(_("This topic is locked."))
    return ALLOW


def may_write_outlines(person: Person | Visitor, space: Space) -> Verdict:
    if not moderates(person, space):
        return deny(_("Only moderators of this space write its outlines."))
    return ALLOW


def may_lock(person: Person | Visitor, topic: Topic) -> Verdict:
    if not moderates(person, topic.space):
        return deny(_("Only moderators of this space lock topics."))
    return ALLOW


def may_accept(person: Person | Visitor, topic: Topic, post: Post | None = None) -> Verdict:
    """Who asked says what solved it; a moderator may say it for them."""
    if topic.kind != "question":
        return deny(_("Only questions have an accepted answer."))
    if topic.author_id != person.id and not moderates(person, topic.space):
        return deny(_("Only who asked, or a moderator, accepts an answer."))
    if has_ended(topic.space):
        return deny(_("This course has ended: its room can be read, not written in."))
    if topic.archived_at:
        return deny(_("This topic is archived: it can be read, not written in."))
    if post and post.number == 1:
        return deny(_("The question itself is not its answer."))
    if post and post.deleted_at:
        return deny(_("This post was deleted."))
    return ALLOW


def may_find_helpful(person: Person | Visitor, post: Post) -> Verdict:
    """Also in locked topics: it takes no words."""
    if post.deleted_at:
        return deny(_("This post was deleted."))
    if post.author_id == person.id:
        return deny(_("Others say whether your post helped."))
    return may_find_helpful_in(person, post.topic)


def may_find_helpful_in(person: Person | Visitor, topic: Topic) -> Verdict:
    """What others wrote there, and was not deleted."""
    return may_write_in(person, topic.space)


def may_remark(person: Person | Visitor, post: Post) -> Verdict:
    if post.deleted_at:
        return deny(_("This post was deleted."))
    if post.author_id == person.id:
        return deny(_("What you tried yourself belongs in your post."))
    return may_reply(person, post.topic)


def may_remove_remark(person: Person | Visitor, remark: Sign, topic: Topic) -> Verdict:
    if remark.person_id != person.id and not moderates(person, topic.space):
        return deny(_("Only who wrote a remark, or a moderator, removes it."))
    return ALLOW


def may_set_poll(person: Person | Visitor, topic: Topic, *, has_votes: bool = False) -> Verdict:
    """Who opened a topic may ask something in it, and ask it anew while nobody has voted."""
    if topic.author_id != person.id:
        return deny(_("Only who opened a topic adds a poll to it."))
    if has_votes:
        return deny(_("Somebody has voted: the poll can be closed, not changed."))
    return may_reply(person, topic)


def may_vote(person: Person | Visitor, poll: Poll) -> Verdict:
    """Who may reply may vote."""
    if poll.has_ended:
        return deny(_("This poll has ended."))
    if not person.is_signed_in:
        return deny(_("Sign in to vote."))
    return may_reply(person, poll.topic)


def may_close_poll(person: Person | Visitor, poll: Poll) -> Verdict:
    if poll.topic.author_id != person.id and not moderates(person, poll.topic.space):
        return deny(_("Only who asked, or a moderator, closes a poll."))
    return deny(_("This poll has ended.")) if poll.has_ended else ALLOW


def may_remove_poll(person: Person | Visitor, poll: Poll, *, has_votes: bool) -> Verdict:
    if moderates(person, poll.topic.space):
        return ALLOW
    return may_set_poll(person, poll.topic, has_votes=has_votes)


def may_see_results(poll: Poll, voters: int, *, has_voted: bool) -> Verdict:
    """The same for everybody, administrators too. In an anonymous poll of one or two the numbers
    would say who chose what."""
    if poll.shown_at_end and not poll.has_ended:
        return deny(_("The results are shown when the poll has ended."))
    if not has_voted and not poll.has_ended:
        return deny(_("You see the results when you have voted."))
    if not poll.is_named and voters < FEWEST_VOTERS:
        return deny(_("The results are shown once %(count)s people have voted, so that nobody's "
                      "own vote can be told from them.", count=FEWEST_VOTERS))
    return ALLOW


def may_order(person: Person | Visitor, topic: Topic) -> Verdict:
    """Pin, archive, move, split and merge; what each asks for besides stands below."""
    if not moderates(person, topic.space):
        return deny(_("Only moderators of this space put its topics in order."))
    return ALLOW


def may_move_to(person: Person | Visitor, topic: Topic, space: Space, *,
                is_way_back: bool = False) -> Verdict:
    """`is_way_back`: it came from there, and nobody has written in it since."""
    if not (verdict := may_order(person, topic)):
        return verdict
    if space.id == topic.space_id:
        return deny(_("The topic is in this space already."))
    if is_way_back:
        return may_write_in(person, space)
    return may_write_in(person, space) and _may_bring(person, topic.space, space)


def may_split(person: Person | Visitor, root: Post) -> Verdict:
    if not (verdict := may_order(person, root.topic)):
        return verdict
    if root.number == 1:
        return deny(_("This post opened the topic: everything hangs below it."))
    if root.deleted_at:
        return deny(_("This post was deleted: it cannot open a topic."))
    return ALLOW


def may_merge(person: Person | Visitor, topic: Topic, into: Topic) -> Verdict:
    if not (verdict := may_order(person, topic)):
        return verdict
    if topic.id == into.id:
        return deny(_("A topic cannot be merged into itself."))
    if topic.kind == "event":
        return deny(_("People come to an event: it stays a topic of its own."))
    if topic.poll:
        return deny(_("People vote here: a topic with a poll stays a topic of its own."))
    if not moderates(person, into.space):
        return deny(_("You are not a moderator of the space of the other topic."))
    return _may_bring(person, topic.space, into.space)


def _may_bring(person: Person | Visitor, space: Space, other: Space) -> Verdict:
    """What was written for few is not opened to more; between two private rooms, who moderates
    both may bring it."""
    both_private = space.visibility == other.visibility == "private"
    if both_private and moderates(person, other):
        return ALLOW
    if opens_to_more(space, other):
        return deny(_("Its posts were written for fewer readers than those of the other space."))
    return ALLOW
