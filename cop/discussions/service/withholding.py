"""Keeping posts from readers for moderation, and giving them back. Why, and who decides it, is said
in `moderation/`: nothing here asks who acts.

A withheld post counts as deleted wherever posts are read: in pages, letters, feeds, the index.
"""
from sqlalchemy import delete, update

from cop.base.clock import now
from cop.base.db import add, db
from cop.base.events import publish
from cop.base.mail import forget_waiting
from cop.base.markup import to_html
from cop.discussions.events import PostChanged, PostWritten, TopicChanged, TopicOpened
from cop.discussions.models.revisions import Revision, TakenText, WithheldText
from cop.discussions.models.topics import Post, Topic
from cop.discussions.service.attaching import files_of
from cop.discussions.service.edits import drop_whole_text
from cop.discussions.service.holding import hold_post
from cop.discussions.service.mentions import note_mentions
from cop.discussions.service.posts import check_text, html_of
from cop.discussions.service.reading import mark_read
from cop.discussions.service.topics import count_open_topic
from cop.discussions.texts import tidy_post, tidy_title
from cop.files.attaching import enclosures
from cop.people.models import Person


def withhold_post(post: Post, why: str) -> None:
    """Take its words out of sight: `hidden` until somebody looks, or `removed`. It can be shown
    again; letters about it that wait are not sent."""
    hold_post(post)
    if post.withheld not in ("hidden", "removed"):
        _put_away(post)
    post.withheld = why
    db.session.flush()
    forget_waiting(f"post:{post.id}")
    publish(PostChanged(post_id=post.id, topic_id=post.topic_id))


def show_post(post: Post) -> None:
    """Let its readers have it, again or, where it waited, for the first time."""
    hold_post(post)
    if post.withheld == "waits":
        _open(post)
    elif post.withheld:
        _take_out(post)
        publish(PostChanged(post_id=post.id, topic_id=post.topic_id))


def redact_post(moderator: Person, post: Post, *, source: str, title: str = "") -> None:
    """Show it with these words, and forget all it said before: earlier versions, what was kept
    back, letters that wait. It cannot be undone."""
    hold_post(post)
    source = tidy_post(source)
    check_text(source, post.language)
    if post.withheld == "waits":
        _open(post)
    post.source, post.html = source, html_of(source, post.number, files_of(post))
    if title and post.number == 1:
        post.topic.title = tidy_title(title)
    post.version += 1
    post.edited_at, post.edited_by_id = now(), moderator.id
    post.withheld, post.deleted_at = "", None
    forget_earlier_words(post)
    note_mentions(moderator, post)
    publish(PostChanged(post_id=post.id, topic_id=post.topic_id))
    publish(TopicChanged(topic_id=post.topic_id))


def forget_earlier_words(post: Post) -> None:
    """That there were earlier versions stays to be seen; what they said does not."""
    drop_whole_text(post)
    for kind in (TakenText, WithheldText):
        db.session.execute(delete(kind).where(kind.post_id == post.id))
    db.session.execute(update(Revision).where(Revision.post_id == post.id).values(
        source="", title="", removed_at=now()))
    forget_waiting(f"post:{post.id}")
    db.session.flush()
    db.session.expire(post, ["taken", "kept_back"])


def words_of(post: Post) -> str:
    """What it says, also where that is kept from its readers."""
    kept = post.kept_back or post.taken
    return kept.source if kept else post.source


def _put_away(post: Post) -> None:
    was_accepted = post.topic.accepted_post_id == post.id
    add(WithheldText(post_id=post.id, source=words_of(post), was_accepted=was_accepted))
    db.session.execute(delete(TakenText).where(TakenText.post_id == post.id))
    post.source = post.html = ""
    post.deleted_at = post.deleted_at or now()
    if was_accepted:
        post.topic.accepted_post_id = post.topic.solved_at = None
        publish(TopicChanged(topic_id=post.topic_id))
    db.session.flush()
    db.session.expire(post, ["taken", "kept_back"])


def _take_out(post: Post) -> None:
    kept, topic = post.kept_back, post.topic
    post.source = kept.source if kept else ""
    post.html = to_html(post.source, key=str(post.number), enclosures=enclosures(files_of(post)))
    post.withheld, post.deleted_at = "", None
    if kept and kept.was_accepted and topic.kind == "question" and not topic.accepted_post_id:
        topic.accepted_post_id, topic.solved_at = post.id, now()
        publish(TopicChanged(topic_id=topic.id))
    db.session.execute(delete(WithheldText).where(WithheldText.post_id == post.id))
    db.session.flush()
    db.session.expire(post, ["kept_back"])


def _open(post: Post) -> None:
    """As if it were written now: it counts, and those whom it concerns hear of it."""
    post.withheld, post.deleted_at = "", None
    topic = post.topic
    topic.post_count = Topic.post_count + 1
    topic.last_post_at = now()
    note_mentions(post.author, post)
    mark_read(post.author, topic, [post.number])
    if post.number == 1:
        topic.is_waiting = False
        count_open_topic(topic)
        publish(TopicOpened(topic_id=topic.id))
    else:
        publish(PostWritten(post_id=post.id, topic_id=topic.id, author_id=post.author_id))
    db.session.flush()
