"""What is known of the page of a topic that is kept for members, so that it can be shown again
without reading the topic: for whom it is, and what is to be read of them.

Kept are pages for members who hold no role and may write. They see the same but for holes
(`web/placeholders.py`); where those who belong to the space may do more, these and the others do.
Who wrote an answer on a page sees what they may do with it in place of what others may; who has
more to do with it (opened the topic, marked or changed a post) has a page of their own.
"""
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from cop.discussions.models.topics import Topic
from cop.discussions.queries.following import Target, targets_of
from cop.discussions.queries.posts import Posts
from cop.discussions.queries.reading import Standing
from cop.discussions.queries.signs import Signs
from cop.discussions.queries.topics import is_plain
from cop.people.models import Person, Visitor
from cop.spaces.policy import asks_first, belongs_to, may_see
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
    #: May those who belong to the room do more here than others?
    is_told_apart: bool
    #: What one follows that the topic belongs to.
    targets: list[Target]
    #: Of the posts on it.
    numbers: tuple[int, ...]
    #: Who has a page of their own.
    people: frozenset[int]
    #: Of the others, who wrote on it, and what: id → number of their posts.
    wrote: Mapping[int, Mapping[int, int]]

    def are_seen_by(self, person: Person) -> bool:
        return may_see(person, self.room)

    def group_of(self, person: Person) -> Hashable:
        """All, where nobody is told apart."""
        if person.id in self.people:
            return person.id
        if not self.is_told_apart:
            return "all"
        return "inside" if belongs_to(person, self.room) else "outside"

    def maker(self, person: Person) -> Hashable:
        """As who wrote on it makes it, it is for them alone."""
        return person.id if person.id in self.wrote else self.group_of(person)

    def own_posts(self, person: Person) -> Mapping[int, int]:
        """What somebody wrote on the page of their group: id → number."""
        return self.wrote.get(person.id, {})


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
    people = {topic.author_id, *_marked(signs.values()), *_changed(posts)}
    wrote: dict[int, dict[int, int]] = defaultdict(dict)
    for post in posts:
        if post.author_id not in people:
            wrote[post.author_id][post.id] = post.number
    return Facts(
        topic.id, topic.post_count, Room(topic.space_id, topic.space.visibility),
        asks_first(topic.space) or any(post.is_wiki for post in posts), targets_of(topic),
        tuple(post.number for post in posts), frozenset(people), dict(wrote))


def _marked(signs: Iterable[Signs]) -> set[int]:
    """Who said something with a sign."""
    return {who for each in signs for who in (
        *(person.id for person in each.people), *(remark.person_id for remark in each.remarks))}


def _changed(posts: Posts) -> set[int]:
    """Who changed a post or took one away, and whose it was."""
    changed = [post for post in posts if post.edited_by_id or post.taken or post.deleted_at]
    return {who for post in changed for who in (
        post.author_id, post.edited_by_id, post.taken and post.taken.deleted_by_id) if who}
