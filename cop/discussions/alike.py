"""Which members see the same page of a topic, but for what is personal on every page.

Those who hold no role, did not open the topic, wrote and marked nothing on the page and have read
all of it or none, and who stand to the topic alike. What is true of one of them is true of all.
"""
from dataclasses import dataclass
from typing import Any

from cop.discussions.models.topics import Post, Topic
from cop.discussions.policy import may_reply
from cop.discussions.queries.posts import Posts
from cop.discussions.queries.reading import Standing
from cop.discussions.queries.signs import Signs
from cop.discussions.queries.topics import is_plain
from cop.people.models import Person
from cop.spaces.policy import belongs_to
from cop.web.personal import abilities_of_reader, is_told_something


@dataclass(frozen=True)
class Facts:
    """The numbers of the posts on a page, and who has something on it: they see it otherwise."""

    numbers: tuple[int, ...]
    people: frozenset[int]

    def are_nothing_to(self, person: Person, standing: Standing) -> bool:
        read = standing.read
        return person.id not in self.people and (
            read is None or all(number in read for number in self.numbers))


def kind_of(person: Person, topic: Topic, standing: Standing,
            likely: list[str]) -> tuple[Any, ...] | None:
    """All that the page depends on besides what everybody sees of the topic. None: it is theirs
    alone. `likely`: the languages that are offered them first."""
    if not _is_one_of_many(person, topic):
        return None
    return (topic.id, standing.level, standing.is_chosen, standing.unread_in(topic),
            may_reply(person, topic).reason, belongs_to(person, topic.space),
            person.discussion_view, abilities_of_reader(), *likely)


def facts_of(person: Person, posts: Posts, signs: dict[int, Signs],
             standing: Standing) -> Facts | None:
    """None where what one sees of the posts or signs depends on who one is, or the page is theirs
    alone."""
    if posts.some_wait or any(
            each.helpful > len(each.people) or each.remark_count > len(each.remarks)
            for each in signs.values()):
        return None
    marked = {who.id for each in signs.values() for who in each.people}
    remarked = {remark.person_id for each in signs.values() for remark in each.remarks}
    facts = Facts(tuple(post.number for post in posts),
                  frozenset(marked | remarked | {who for post in posts for who in _of(post)}))
    return facts if facts.are_nothing_to(person, standing) else None


def _is_one_of_many(person: Person, topic: Topic) -> bool:
    return bool(person.is_signed_in and not person.grants and not person.sanctions
                and person.id != topic.author_id and is_plain(topic) and not is_told_something())


def _of(post: Post) -> set[int]:
    """Who wrote it, changed it or took it away."""
    return {post.author_id, post.edited_by_id or 0, post.taken.deleted_by_id if post.taken else 0}
