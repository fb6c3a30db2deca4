"""What a post on a page of its topic depends on, so that what was made of it once can be shown
again to others (`web/remembered.py`). How it looks: templates/discussions/_tree.html.
"""
from collections.abc import Hashable, Mapping
from typing import Any

from cop.discussions import policy
from cop.discussions.models.topics import Post, Topic
from cop.discussions.queries.signs import Signs
from cop.people.models import Person
from cop.spaces.policy import moderates
from cop.web.session import me


def all_of(post: Post, topic: Topic, place: Mapping[str, str], signs: Mapping[int, Signs],
           is_here: bool, is_next: bool) -> Hashable | None:
    """All that is shown of it and all that decides what its reader may do with it. None for what is
    special: to its reader (their own, what they moderate or asked), or in itself (signs, files,
    wiki, deleted)."""
    if _is_special(post) or post.id in signs or _is_close(topic, post):
        return None
    return (
        post.id, post.shown, post.language, post.created_at, post.edited_at,
        _of_person(post.author), post.author.active, post.author.confirmed_at is None,
        post.author.organisation and post.author.organisation.name,
        post.author.organisation_proof,
        _of_person(post.edited_by) if post.edited_by_id != post.author_id else None,
        is_next, is_here, post.parent_id, post.parent and post.parent.number,
        _of_person(post.parent.author) if post.parent and not is_next else None,
        topic.id, topic.slug, topic.language, topic.accepted_post_id == post.id,
        tuple(sorted(place.items())), me().is_signed_in,
        bool(policy.may_reply(me(), topic)), bool(policy.may_find_helpful(me(), post)))


def _is_special(post: Post) -> bool:
    return bool(post.deleted_at or post.whole_text_id or post.is_wiki or post.attachments)


def _is_close(topic: Topic, post: Post) -> bool:
    """May this reader do more here than other members?"""
    return me().is_signed_in and (me().id in (post.author_id, topic.author_id)
                                  or moderates(me(), topic.space))


def _of_person(person: Person | None) -> tuple[Any, ...]:
    """What is shown of somebody. (Of whom somebody answers, less is read and shown.)"""
    if person is None:
        return ()
    return person.id, person.name, person.profile_is_public
