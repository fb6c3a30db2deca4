"""Everything that changes the signs on posts. Who may give which is said in `policy.py`."""
from flask_babel import gettext as _
from sqlalchemy import select

from cop.base.audit import record
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.verdict import require
from cop.discussions.events import PostTried, SignsChanged
from cop.discussions.models.signs import Sign
from cop.discussions.models.topics import Post
from cop.discussions.policy import may_find_helpful, may_remark, may_remove_remark
from cop.discussions.queries.signs import find_sign
from cop.discussions.texts import line_problem, tidy_title
from cop.people.models import Person

LONGEST_PLACE = 100
LONGEST_REMARK = 300


def mark_helpful(person: Person, post: Post) -> None:
    """Say that a post helped; saying it twice changes nothing."""
    require(may_find_helpful(person, post))
    _hold(post)
    if find_sign(person, post, "helpful") is None:
        add(Sign(post_id=post.id, person_id=person.id, kind="helpful"))
        publish(SignsChanged(post_id=post.id, topic_id=post.topic_id))


def unmark_helpful(person: Person, post: Post) -> None:
    _hold(post)
    if sign := find_sign(person, post, "helpful"):
        db.session.delete(sign)
        publish(SignsChanged(post_id=post.id, topic_id=post.topic_id))


def write_remark(person: Person, post: Post, *, place: str, words: str) -> Sign:
    """Say in one line where it was tried and what happened; a second time says it anew."""
    require(may_remark(person, post))
    place, words = tidy_title(place), tidy_title(words)
    problems = {"place": place_problem(place), "words": words_problem(words)}
    if any(problems.values()):
        raise Invalid({field: sentence for field, sentence in problems.items() if sentence})
    _hold(post)
    if sign := find_sign(person, post, "tried"):
        sign.place, sign.words = place, words
        return sign
    sign = add(Sign(post_id=post.id, person_id=person.id, kind="tried", place=place, words=words))
    publish(PostTried(post_id=post.id, person_id=person.id))
    publish(SignsChanged(post_id=post.id, topic_id=post.topic_id))
    return sign


def remove_remark(person: Person, sign: Sign) -> None:
    require(may_remove_remark(person, sign, sign.post.topic))
    if person.id != sign.person_id:
        record(person.id, "remark.removed", sign, person=sign.person_id)
    db.session.delete(sign)
    publish(SignsChanged(post_id=sign.post_id, topic_id=sign.post.topic_id))


def place_problem(place: str) -> str:
    return line_problem(place, most=LONGEST_PLACE, missing=_("Please say where you tried it."))


def words_problem(words: str) -> str:
    return line_problem(words, most=LONGEST_REMARK, missing=_("Please say what happened."))


def _hold(post: Post) -> None:
    """Of two clicks at once, the second waits here and then finds the first."""
    db.session.execute(select(Post.id).where(Post.id == post.id).with_for_update())
