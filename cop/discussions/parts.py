"""What a post on a page of its topic depends on, so that what was made of it once can be shown
again to others (`web/memoized.py`). How it looks: templates/discussions/_tree.html.
"""
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from cop.discussions import policy
from cop.discussions.models.topics import Post, Topic
from cop.discussions.queries.signs import Signs
from cop.people.models import Person
from cop.spaces.policy import moderates
from cop.web.session import me

Tell = Callable[[Post, bool, bool], Hashable | None]


def tell_all(topic: Topic, place: Mapping[str, str], signs: Mapping[int, Signs]) -> Tell:
    """For a page of a topic, a function that tells of each post all that is shown of it and all
    that decides what its reader may do with it. None for what is special: to its reader (their own,
    what they moderate or asked), or in itself (signs, files, wiki, deleted)."""
    of_page = (
        topic.id, topic.slug, topic.language, tuple(sorted(place.items())), me().is_signed_in,
        bool(policy.may_reply(me(), topic)),
        bool(policy.may_find_helpful_in(me(), topic)))
    is_close, reader_id = _is_close(topic), me().id

    def all_of(post: Post, is_here: bool, is_next: bool) -> Hashable | None:
        if is_close or post.author_id == reader_id or post.id in signs or _is_special(post):
            return None
        return (
            *of_page, post.id, post.shown, post.language, post.created_at, post.edited_at,
            _of_author(post.author),
            _of_person(post.edited_by) if post.edited_by_id != post.author_id else None,
            is_next, is_here, post.parent_id, post.parent and post.parent.number,
            _of_person(post.parent.author) if post.parent and not is_next else None,
            topic.accepted_post_id == post.id)

    return all_of


def _is_special(post: Post) -> bool:
    return bool(post.deleted_at or post.whole_text_id or post.is_wiki or post.attachments)


def _is_close(topic: Topic) -> bool:
    """May this reader do more here than other members?"""
    return me().is_signed_in and (me().id == topic.author_id or moderates(me(), topic.space))


def _of_author(person: Person) -> tuple[Any, ...]:
    works_at = person.organisation and person.organisation.name
    return (*_of_person(person), person.active, person.confirmed_at is None, works_at,
            person.organisation_proof)


def _of_person(person: Person | None) -> tuple[Any, ...]:
    """What is shown of somebody. (Of whom somebody answers, less is read and shown.)"""
    if person is None:
        return ()
    return person.id, person.name, person.profile_is_public
