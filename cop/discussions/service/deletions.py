"""Taking a post's words away, bringing them back, forgetting them for good."""
from sqlalchemy import delete, select

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add, db
from cop.base.events import publish
from cop.base.markup import to_html
from cop.base.verdict import require
from cop.discussions.events import PostChanged, PostForgotten, TopicChanged
from cop.discussions.models.revisions import Revision, TakenText, WithheldText
from cop.discussions.models.topics import Post
from cop.discussions.policy import UNDO, may_delete, may_undo_delete
from cop.discussions.service.attaching import attach, files_of
from cop.discussions.service.edits import drop_whole_text
from cop.discussions.service.holding import hold_post
from cop.discussions.service.mentions import forget_mentions
from cop.files.attaching import enclosures
from cop.people.models import Person

AT_ONCE = 200


def delete_post(person: Person, post: Post) -> None:
    """Take a post's words away. Its place stays, so that the answers below it keep theirs, and
    for a day who deleted it can bring it back."""
    hold_post(post)
    require(may_delete(person, post))
    was_accepted = post.topic.accepted_post_id == post.id
    add(TakenText(post_id=post.id, source=post.source, deleted_by_id=person.id,
                  was_accepted=was_accepted))
    post.source = post.html = ""
    post.deleted_at = now()
    if was_accepted:
        post.topic.accepted_post_id = post.topic.solved_at = None
        publish(TopicChanged(topic_id=post.topic_id))
    _tell(person, post, "post.deleted")


def undo_delete(person: Person, post: Post) -> None:
    """Bring a deleted post back; as the accepted answer only if no other has taken its place."""
    hold_post(post)
    require(may_undo_delete(person, post))
    taken, topic = post.taken, post.topic
    post.source = taken.source
    post.html = to_html(post.source, key=str(post.number), enclosures=enclosures(files_of(post)))
    post.deleted_at = None
    if taken.was_accepted and topic.kind == "question" and topic.accepted_post_id is None:
        topic.accepted_post_id, topic.solved_at = post.id, now()
        publish(TopicChanged(topic_id=topic.id))
    db.session.delete(taken)
    _tell(person, post, "post.restored")


def forget_taken_texts() -> int:
    """Remove for good what can no longer be brought back: its words of now and of before, and
    what lies in files. Answers how many posts that were; asked again until there are none."""
    late = db.session.scalars(
        select(TakenText).where(TakenText.created_at < now() - UNDO).limit(AT_ONCE)).all()
    for taken in late:
        forget_words(taken.post)
    db.session.flush()
    return len(late)


def forget_words(post: Post) -> None:
    """Of a deleted post nothing stays but its place."""
    drop_whole_text(post)
    attach(post, ())
    publish(PostForgotten(post_id=post.id, topic_id=post.topic_id))
    forget_mentions(post.id)
    for kind in (Revision, TakenText, WithheldText):
        db.session.execute(delete(kind).where(kind.post_id == post.id))


def _tell(person: Person, post: Post, act: str) -> None:
    db.session.flush()
    db.session.expire(post, ["taken"])
    if person.id != post.author_id:
        record(person.id, act, post)
    publish(PostChanged(post_id=post.id, topic_id=post.topic_id))
