"""Writing posts. They are changed in `edits.py`, deleted in `deletions.py`; topics: `topics.py`."""
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import bindparam, update

from cop.base.clock import now
from cop.base.db import add_past_orm, db
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.markup import to_html
from cop.base.markup_bounds import TooMuchWork
from cop.base.verdict import require
from cop.discussions.events import PostHeld, PostWritten
from cop.discussions.models.topics import Post, Topic
from cop.discussions.policy import may_reply
from cop.discussions.queries.answering import find_answered
from cop.discussions.service.attaching import Files, attach, given_files
from cop.discussions.service.holding import check_is_in, hold_unread
from cop.discussions.service.mentions import note_mentions, with_tokens
from cop.discussions.service.newcomers import must_wait, newcomer_problems
from cop.discussions.service.reading import mark_read
from cop.discussions.texts import post_problem, tidy_post
from cop.discussions.tree import depth_of, path_below
from cop.files.attaching import enclosures
from cop.people.models import Person
from cop.spaces.following import take_part
from cop.spaces.levels import Level
from cop.vocabulary.lists import LANGUAGES

_topics = Topic.__table__.c
#: One more number is given; and one more post counts.
NUMBERED = update(Topic.__table__).where(_topics.id == bindparam("topic_id")).values(
    last_number=_topics.last_number + 1).returning(_topics.last_number)
COUNTED = NUMBERED.values(post_count=_topics.post_count + 1, last_post_at=bindparam("moment"))


def write_post(author: Person, topic: Topic, *, source: str, language: str,
               parent: Post | None = None, files: Files = (),
               was_pressed: bool = False) -> Post:
    """Answer a post, or the topic itself. The topic moves to the top and its followers hear.
    `was_pressed`: on a form that may be pressed twice; it is the same post then, unless it has
    files, which may be others."""
    if parent and parent.topic_id != topic.id:
        raise Invalid({"parent": _("The post you answer is in another topic.")})
    hold_unread(topic)
    source = with_tokens(author, topic.space_id, tidy_post(source))
    answered = find_answered(author, topic, parent.number if parent else 1, language=language,
                             words=source if was_pressed and not files else None)
    check_is_in(topic, answered)
    if answered.said_id:
        return db.session.get_one(Post, answered.said_id)
    require(may_reply(author, topic))
    check(**newcomer_problems(author, source))
    post = place_post(author, topic, source=source, language=language, files=files,
                      below=answered, waits=must_wait(author, topic.space))
    take_part(author, "topic", topic.id, level=Level.TRACKING)
    if post.withheld:
        publish(PostHeld(post_id=post.id))
    else:
        mark_read(author, topic, [post.number])
        publish(PostWritten(post_id=post.id, topic_id=topic.id, author_id=author.id))
    return post


def place_post(author: Person, topic: Topic, *, source: str, language: str,
               below: Any = None, files: Files = (), waits: bool = False) -> Post:
    """Put a tidy text into its place in the tree: `below` the post that it answers, if any. Whether
    it may be there was asked before. One that `waits` counts for nobody, and those whom it mentions
    hear of it once it is shown."""
    check_text(source, language)
    files = given_files(author, files)
    number = _next_number(topic, counts=not waits)
    path = path_below(below.path if below else "", number)
    post = add_past_orm(Post(
        topic_id=topic.id, author_id=author.id, parent_id=below.id if below else None,
        number=number, path=path, depth=depth_of(path), language=language,
        source=source, html=html_of(source, number, files),
        withheld="waits" if waits else "", deleted_at=now() if waits else None,
    ))
    if files:
        attach(post, files)
    if "@" in source and not waits:
        note_mentions(author, post)
    return post


def html_of(source: str, number: int, files: Files = ()) -> str:
    """The text as readers see it. Raises Invalid where that would take long."""
    try:
        return to_html(source, key=str(number), enclosures=enclosures(files), refuse=True)
    except TooMuchWork:
        raise Invalid({"source": _(
            "This text has too many signs of form (brackets, links, cells of tables, lists in "
            "lists) to be shown. Please split it in two, or send it as a file.")}) from None


def check_text(source: str, language: str) -> None:
    """Raise Invalid unless this tidy text in this language can be a post."""
    check(source=post_problem(source),
          language="" if language in LANGUAGES else _("Please choose a language."))


def _next_number(topic: Topic, *, counts: bool) -> int:
    """Count the post by the database: of two at once, the second waits for the first."""
    number = db.session.scalars(
        COUNTED if counts else NUMBERED, {"topic_id": topic.id, "moment": now()}).one()
    db.session.expire(topic, ["last_number", "post_count", "last_post_at"])
    return number


def check(**problems: str) -> None:
    """Raise Invalid with the sentences that are not empty."""
    found = {field: sentence for field, sentence in problems.items() if sentence}
    if found:
        raise Invalid(found)
