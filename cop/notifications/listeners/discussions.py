"""What happens in discussions, and whom it concerns."""
from collections.abc import Mapping

from cop.base.events import on
from cop.discussions.events import (
    AnswerAccepted,
    BranchSplit,
    PersonMentioned,
    PostTried,
    PostWritten,
    TopicMoved,
    TopicOpened,
    TopicsMerged,
)
from cop.notifications.queries import whom
from cop.notifications.service import telling as service
from cop.spaces.levels import Level


@on(TopicOpened)
def tell_watchers_of_the_topic(event: TopicOpened) -> None:
    """Those who watch its space or a theme of it."""
    opening = whom.get_opening(event.topic_id)
    service.tell(_watchers(whom.levels_around(opening)), "new_topic", opening,
                 key=f"post:{opening.id}", actor_id=opening.author_id)


@on(PostWritten)
def tell_those_answered(event: PostWritten) -> None:
    """Who is answered hears it as an answer, unless they muted it; watchers as something new."""
    post, key = whom.get_post(event.post_id), f"post:{event.post_id}"
    levels = whom.levels_around(post)
    answered = post.parent.author_id if post.parent else None
    if answered and levels.get(answered) != Level.MUTED and whom.hears_of(answered, post):
        service.tell([answered], "answered", post, key=key, actor_id=event.author_id)
    service.tell(_watchers(levels), "new_post", post, key=key, actor_id=event.author_id)


@on(PersonMentioned)
def tell_who_is_mentioned(event: PersonMentioned) -> None:
    """One notice for a post, whatever else it is to them: this one is ordered first."""
    post = whom.get_post(event.post_id)
    if whom.hears_of(event.person_id, post):
        service.tell([event.person_id], "mentioned", post, key=f"post:{post.id}",
                     actor_id=event.mentioned_by_id)


@on(AnswerAccepted)
def tell_who_solved_it(event: AnswerAccepted) -> None:
    post = whom.get_post(event.post_id)
    if whom.hears_of(post.author_id, post):
        service.tell([post.author_id], "accepted", post, key=f"accepted:{post.id}",
                     actor_id=event.accepted_by_id)


@on(PostTried)
def tell_whose_advice_was_tried(event: PostTried) -> None:
    post = whom.get_post(event.post_id)
    if whom.hears_of(post.author_id, post):
        service.tell([post.author_id], "tried", post, key=f"tried:{post.id}:{event.person_id}",
                     actor_id=event.person_id)


@on(TopicMoved)
def tell_who_opened_it(event: TopicMoved) -> None:
    """Where it is, if they may read it there; else that it left the space they knew it in."""
    opening, key = whom.get_opening(event.topic_id), whom.key_of_move(event.topic_id)
    if whom.hears_of(opening.author_id, opening):
        service.tell([opening.author_id], "topic_moved", opening, key=key,
                     actor_id=event.moved_by_id)
    elif opening.author.active:
        service.tell([opening.author_id], "topic_moved_away", key=key,
                     target=whom.get_space(event.from_space_id), actor_id=event.moved_by_id)


@on(TopicsMerged)
def tell_whose_topic_was_merged(event: TopicsMerged) -> None:
    _tell_its_author(event.post_id, "topic_merged", f"merged:{event.merged_id}",
                     event.merged_by_id)


@on(BranchSplit)
def tell_who_opens_the_new_topic(event: BranchSplit) -> None:
    _tell_its_author(event.post_id, "branch_split", f"split:{event.topic_id}", event.split_by_id)


def _watchers(levels: Mapping[int, Level]) -> list[int]:
    return [person_id for person_id, level in levels.items() if level == Level.WATCHING]


def _tell_its_author(post_id: int, kind: str, key: str, actor_id: int) -> None:
    post = whom.get_post(post_id)
    if whom.hears_of(post.author_id, post):
        service.tell([post.author_id], kind, post, key=key, actor_id=actor_id)
