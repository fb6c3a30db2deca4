"""What becomes of posts and votes when somebody wants to be forgotten."""
from collections.abc import Collection, Iterable

from sqlalchemy import select, update

from cop.base.clock import now
from cop.base.db import db
from cop.base.events import publish
from cop.discussions.events import PostChanged, TopicChanged
from cop.discussions.models.polls import Ballot
from cop.discussions.models.topics import Post
from cop.discussions.service.deletions import forget_words
from cop.people.models import Person


def forget_votes(person: Person) -> None:
    """They count on, and are nobody's."""
    db.session.execute(
        update(Ballot).where(Ballot.person_id == person.id).values(person_id=None))


def forget_words_of(person: Person) -> None:
    """Of their posts the places stay, so that the answers below keep theirs."""
    _forget(db.session.scalars(select(Post).where(Post.author_id == person.id)))


def forget_posts_of(person: Person, post_ids: Collection[int]) -> None:
    """The same for some of them; what is not theirs is left alone."""
    _forget(db.session.scalars(select(Post).where(
        Post.author_id == person.id, Post.id.in_(post_ids))))


def _forget(posts: Iterable[Post]) -> None:
    for post in posts:
        if post.topic.accepted_post_id == post.id:
            post.topic.accepted_post_id = post.topic.solved_at = None
            publish(TopicChanged(topic_id=post.topic_id))
        post.source = post.html = ""
        post.deleted_at = post.deleted_at or now()
        db.session.flush()
        forget_words(post)
        publish(PostChanged(post_id=post.id, topic_id=post.topic_id))
