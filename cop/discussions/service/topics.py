"""Everything that changes topics as a whole. Single posts are in `posts.py`."""
from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.verdict import require
from cop.discussions.events import AnswerAccepted, PostHeld, TopicChanged, TopicOpened
from cop.discussions.models.topics import KINDS, Post, Topic
from cop.discussions.policy import may_accept, may_describe, may_lock, may_open_topic
from cop.discussions.service.attaching import Files
from cop.discussions.service.edits import edit_post
from cop.discussions.service.holding import hold_post, hold_topics, reread
from cop.discussions.service.mentions import with_tokens
from cop.discussions.service.newcomers import must_wait, newcomer_problems
from cop.discussions.service.posts import check, place_post
from cop.discussions.service.reading import mark_read
from cop.discussions.subjects import Subject
from cop.discussions.texts import tidy_post, tidy_title, title_problem
from cop.people.models import Person
from cop.spaces.following import take_part
from cop.spaces.levels import Level
from cop.spaces.models import Space
from cop.vocabulary.lists import REGIONS, THEMES


def open_topic(author: Person, space: Space, *, title: str, source: str, language: str,
               kind: str = "discussion", themes: Iterable[str] = (),
               regions: Iterable[str] = (), files: Files = (),
               about: Subject | None = None) -> Topic:
    """Begin a topic with its opening post. Without regions of its own it gets the space's or,
    in a space that has none, the author's. `about`: a thing its author sees."""
    require(may_open_topic(author, space))
    described = _described(title, kind, themes, regions)
    check(**newcomer_problems(author, source, opens_topic=True))
    topic = add(Topic(space_id=space.id, author_id=author.id, language=language, **described))
    if about:
        topic.subject_kind, topic.subject_id = about.kind, about.id
    topic.regions = topic.regions or regions_of_place(author, space)
    topic.is_waiting = must_wait(author, space)
    source = with_tokens(author, space.id, tidy_post(source))
    opening = place_post(author, topic, source=source, language=language, files=files,
                         waits=topic.is_waiting)
    take_part(author, "topic", topic.id, level=Level.WATCHING)
    if topic.is_waiting:
        publish(PostHeld(post_id=opening.id))
        return topic
    count_open_topic(topic)
    mark_read(author, topic, [1])
    publish(TopicOpened(topic_id=topic.id))
    return topic


def count_open_topic(topic: Topic) -> None:
    """There is one more in its space."""
    topic.space.topic_count = Space.topic_count + 1


def change_topic(editor: Person, opening: Post, *, title: str, source: str, language: str,
                 kind: str = "", themes: Iterable[str] = (), regions: Iterable[str] = (),
                 seen: int | None = None, files: Files | None = None) -> None:
    """Change the opening post, and what the topic is called and filed under. An event stays one."""
    hold_post(opening)
    require(may_describe(editor, opening))
    topic = opening.topic
    kind = kind or topic.kind
    described = _described(title, kind, themes, regions)
    if kind != topic.kind and "event" in (kind, topic.kind):
        raise Invalid({"kind": _("An event stays an event, and nothing else becomes one.")})
    if topic.accepted_post_id and kind != "question":
        raise Invalid({"kind": _("This question has an accepted answer: it stays a question.")})
    edit_post(editor, opening, source=source, language=language, title=described["title"],
              seen=seen, files=files)
    topic.language = opening.language
    for name, value in described.items():
        setattr(topic, name, value)
    publish(TopicChanged(topic_id=topic.id))


def lock_topic(moderator: Person, topic: Topic) -> None:
    """Let nobody but moderators write here."""
    hold_topics(topic)
    require(may_lock(moderator, topic))
    topic.locked_at = topic.locked_at or now()
    record(moderator.id, "topic.locked", topic)
    publish(TopicChanged(topic_id=topic.id))


def unlock_topic(moderator: Person, topic: Topic) -> None:
    hold_topics(topic)
    require(may_lock(moderator, topic))
    topic.locked_at = None
    record(moderator.id, "topic.unlocked", topic)
    publish(TopicChanged(topic_id=topic.id))


def accept_answer(person: Person, topic: Topic, post: Post) -> None:
    """Say that this post solved the question; it takes the place of one accepted before."""
    if post.topic_id != topic.id:
        raise Invalid({"post_id": _("This post is in another topic.")})
    hold_topics(topic)
    reread(post, topic)
    require(may_accept(person, topic, post))
    topic.accepted_post_id, topic.solved_at = post.id, now()
    _record_for_another(person, topic, "answer.accepted")
    publish(AnswerAccepted(topic_id=topic.id, post_id=post.id, accepted_by_id=person.id))
    publish(TopicChanged(topic_id=topic.id))


def withdraw_answer(person: Person, topic: Topic) -> None:
    """Say that the question is open again."""
    hold_topics(topic)
    require(may_accept(person, topic))
    topic.accepted_post_id = topic.solved_at = None
    _record_for_another(person, topic, "answer.withdrawn")
    publish(TopicChanged(topic_id=topic.id))


def regions_of_place(author: Person | None, space: Space) -> list[str]:
    """Where a topic is about when nobody says: the space's regions, else the author's."""
    if space.kind in ("regional", "country") and space.regions:
        return list(space.regions)
    if author is None:
        return []
    return list(author.regions) or [author.country] * bool(author.country)


def _described(title: str, kind: str, themes: Iterable[str],
               regions: Iterable[str]) -> dict[str, Any]:
    """The facts of a topic, checked; Invalid names everything that is wrong."""
    title = tidy_title(title)
    themes, regions = sorted(set(themes)), sorted(set(regions))
    problems = {
        "title": title_problem(title),
        "kind": "" if kind in KINDS else _("Please choose what this is."),
        "themes": _unknown(themes, THEMES),
        "regions": _unknown(regions, REGIONS),
    }
    if any(problems.values()):
        raise Invalid({field: sentence for field, sentence in problems.items() if sentence})
    return {"title": title, "kind": kind, "themes": themes, "regions": regions}


def _unknown(codes: Sequence[str], known: Iterable[str]) -> str:
    strange = [code for code in codes if code not in known]
    return _("Not in the list: %(codes)s.", codes=", ".join(strange)) if strange else ""


def _record_for_another(person: Person, topic: Topic, act: str) -> None:
    if person.id != topic.author_id:
        record(person.id, act, topic)
