"""Keeping who is mentioned in a text, and telling them once."""
from sqlalchemy import delete, select

from cop.base.db import db
from cop.base.events import publish
from cop.discussions.events import PersonMentioned
from cop.discussions.mentions import mentioned, possible_names, tokenised
from cop.discussions.models.mentions import Mention
from cop.discussions.models.topics import Post
from cop.discussions.places import Place
from cop.discussions.queries.mentions import ids_by_name, known_ids, whereabouts
from cop.people.models import Person

#: More people than that are nobody's readers: the rest of the names stays a name.
MOST = 50


def with_tokens(author: Person, space_id: int, source: str, before: str = "") -> str:
    """The text with the names of those who may read it replaced by who they are. Who was
    mentioned `before` still is."""
    if "@" not in source:
        return source
    known = mentioned(before) | known_ids(author, space_id, mentioned(source))
    people = ids_by_name(author, space_id, possible_names(source))
    return tokenised(source, people, known)


def tokenised_at(author: Person, place: Place, source: str) -> str:
    """The same for a text that is still being written at this place."""
    space_id, _topic_id = whereabouts(author, place)
    return with_tokens(author, space_id, source)


def note_mentions(author: Person, post: Post) -> None:
    """Store whom a post mentions now; who is new among them hears of it."""
    now = set(sorted(mentioned(post.source))[:MOST])
    before = set(db.session.scalars(
        select(Mention.person_id).where(Mention.post_id == post.id)))
    for person_id in sorted(now - before):
        db.session.add(Mention(post_id=post.id, person_id=person_id))
        publish(PersonMentioned(post_id=post.id, person_id=person_id, mentioned_by_id=author.id))
    if before - now:
        forget_mentions(post.id, before - now)
    db.session.flush()


def forget_mentions(post_id: int, people: set[int] | None = None) -> None:
    """Nobody, or none of these people, is mentioned in this post any more."""
    gone = delete(Mention).where(Mention.post_id == post_id)
    db.session.execute(gone if people is None else gone.where(Mention.person_id.in_(people)))
