"""What happens in discussions."""
from dataclasses import dataclass

from cop.base.events import Event


@dataclass(frozen=True, kw_only=True)
class TopicOpened(Event):
    topic_id: int


@dataclass(frozen=True, kw_only=True)
class PostWritten(Event):
    """An answer was written (an opening post is TopicOpened)."""

    post_id: int
    topic_id: int
    author_id: int


@dataclass(frozen=True, kw_only=True)
class PostHeld(Event):
    """A post waits for a moderator: nobody but its author has it. Once it is shown, it is written
    (PostWritten, TopicOpened)."""

    post_id: int


@dataclass(frozen=True, kw_only=True)
class PostChanged(Event):
    """A post was edited, deleted or brought back."""

    post_id: int
    topic_id: int


@dataclass(frozen=True, kw_only=True)
class PostForgotten(Event):
    """A deleted post can no longer be brought back: what belonged to it goes, too."""

    post_id: int
    topic_id: int


@dataclass(frozen=True, kw_only=True)
class TopicChanged(Event):
    """Locked, unlocked, solved, or described anew."""

    topic_id: int


@dataclass(frozen=True, kw_only=True)
class SignsChanged(Event):
    """A sign on a post was given or taken back."""

    post_id: int
    topic_id: int


@dataclass(frozen=True, kw_only=True)
class PostTried(Event):
    """Somebody did what a post says, and wrote what happened."""

    post_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class AnswerAccepted(Event):
    topic_id: int
    post_id: int
    accepted_by_id: int


@dataclass(frozen=True, kw_only=True)
class TopicMoved(Event):
    """A topic is in another space now."""

    topic_id: int
    from_space_id: int
    moved_by_id: int


@dataclass(frozen=True, kw_only=True)
class TopicsMerged(Event):
    """All posts of `merged_id`, `post_id` the first of them, are in this topic now."""

    topic_id: int
    merged_id: int
    post_id: int
    merged_by_id: int


@dataclass(frozen=True, kw_only=True)
class BranchSplit(Event):
    """A branch of `from_topic_id` is a topic of its own now, opened by `post_id`."""

    topic_id: int
    from_topic_id: int
    post_id: int
    split_by_id: int


@dataclass(frozen=True, kw_only=True)
class PersonMentioned(Event):
    """Somebody is mentioned in a post who was not mentioned in it before."""

    post_id: int
    person_id: int
    mentioned_by_id: int
