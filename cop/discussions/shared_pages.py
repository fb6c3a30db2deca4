"""What is known of the page of a topic that is kept for members, so that it can be shown again
without reading the topic: for whom it is, and what is to be read of them.

Kept are pages for members who hold no role and may write. Those who belong to the space see the
same but for holes (`web/placeholders.py`), and so do all others; who has something on a page
(wrote, marked, changed it) has one of their own.
"""
from collections.abc import Hashable
from dataclasses import dataclass

from cop.discussions.models.topics import Post, Topic
from cop.discussions.queries.following import Target, targets_of
from cop.discussions.queries.posts import Posts
from cop.discussions.queries.reading import Standing
from cop.discussions.queries.signs import Signs
from cop.discussions.queries.topics import is_plain
from cop.people.models import Person, Visitor
from cop.spaces.policy import belongs_to, may_see
from cop.web.placeholders import abilities_of_reader, is_told_something, speaks_two_languages


@dataclass(frozen=True)
class Room:
    """What decides who sees into the space of a topic (`may_see`)."""

    id: int
    visibility: str


@dataclass(frozen=True)
class Facts:
    """Of a page, as long as it is kept."""

    topic_id: int
    post_count: int
    room: Room
    #: What one follows that the topic belongs to.
    targets: list[Target]
    #: Of the posts on it.
    numbers: tuple[int, ...]
    #: Who has something on it.
    people: frozenset[int]

    def are_seen_by(self, person: Person) -> bool:
        return may_see(person, self.room)

    def group_of(self, person: Person) -> Hashable:
        """Members of the space may do more than others; who has something on it is alone."""
        if person.id in self.people:
            return person.id
        return "inside" if belongs_to(person, self.room) else "outside"


def kind_of(reader: Person | Visitor) -> Hashable | None:
    """All that the page depends on besides what everybody sees of the topic. None: theirs is made
    each time."""
    if not reader.is_signed_in or reader.content_version is None:
        return None
    if reader.grants or reader.sanctions or is_told_something() or speaks_two_languages():
        return None
    return reader.discussion_view, tuple(reader.languages), abilities_of_reader()


def facts_of(topic: Topic, posts: Posts, signs: dict[int, Signs],
             standing: Standing) -> Facts | None:
    """None where the page depends on more: what some see of the topic, posts or signs and others
    do not, or a draft."""
    if not is_plain(topic) or standing.has_draft or posts.some_wait or any(
            each.helpful > len(each.people) or each.remark_count > len(each.remarks)
            for each in signs.values()):
        return None
    marked = {who.id for each in signs.values() for who in each.people}
    remarked = {remark.person_id for each in signs.values() for remark in each.remarks}
    wrote = {who for post in posts for who in _of(post)}
    return Facts(
        topic.id, topic.post_count, Room(topic.space_id, topic.space.visibility),
        targets_of(topic), tuple(post.number for post in posts),
        frozenset({topic.author_id} | marked | remarked | wrote))


def _of(post: Post) -> set[int]:
    """Who wrote it, changed it or took it away."""
    return {post.author_id, post.edited_by_id or 0, post.taken.deleted_by_id if post.taken else 0}
