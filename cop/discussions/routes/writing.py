"""URLs where discussions are written: topics, posts, locks and accepted answers.

What may be done is said in `policy.py`; what was written is changed in `changing.py`.
"""
from typing import Any

from flask import Response, flash, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cop.base.text import as_number
from cop.base.verdict import require
from cop.discussions import policy
from cop.discussions.forms import ReplyForm, TopicForm
from cop.discussions.models.topics import Post, Topic
from cop.discussions.queries import posts as post_queries
from cop.discussions.queries import topics as topic_queries
from cop.discussions.routes.reading import address, address_of_post, bp, topic_page
from cop.discussions.routes.typed import (
    new_topic_form,
    new_topic_page,
    render_beforehand,
    reply_form,
    sent,
    subject_of,
    takes_outline,
    wants_preview,
)
from cop.discussions.service import polls as poll_service
from cop.discussions.service import posts as post_service
from cop.discussions.service import topics as topic_service
from cop.discussions.service.repeats import topic_pressed_once
from cop.spaces.queries import get_space
from cop.web.limits import WRITTEN, limiter
from cop.web.session import me, signed_in
from cop.web.transaction import beforehand, reads_first

#: Said to who wrote what a moderator sees first.
WAITS = _l("Thank you. A moderator looks at it first. Until then only you see it.")


@bp.get("/spaces/<slug>/topics/new")
@signed_in
def new_topic(slug: str) -> str:
    space = get_space(me(), slug)
    require(policy.may_open_topic(me(), space))
    return new_topic_page(space, new_topic_form(space))


@bp.post("/spaces/<slug>/topics")
@beforehand(render_beforehand)
@limiter.limit(WRITTEN)
@signed_in
def open_topic(slug: str) -> Any:
    space = get_space(me(), slug)
    form = new_topic_form(space)
    if takes_outline(form) or not form.check(me()) or wants_preview():
        return new_topic_page(space, form), 422 if form.errors else 200
    topic = topic_pressed_once(me(), space, about=subject_of(form), **described(form))
    sent(form.place)
    if form.plan:
        poll_service.set_poll(me(), topic, form.plan)
    flash(_("Your topic is open.") if not topic.is_waiting else WAITS)
    return redirect(address(topic))


@bp.post("/topics/<int:topic_id>/posts")
@reads_first
@beforehand(render_beforehand)
@limiter.limit(WRITTEN)
@signed_in
def write_post(topic_id: int) -> Any:
    topic = topic_queries.get_topic_to_answer(
        me(), topic_id, request.form.get("parent", type=as_number))
    form = reply_form(topic)
    if not form.check(me()) or wants_preview():
        return _shown_again(topic, form), 422 if form.errors else 200
    parent = post_queries.find_post_of(me(), topic, form.parent_id)
    if between := post_queries.list_between(me(), topic, parent, form.seen_number):
        form.show(between, topic)
        return _shown_again(topic, form), 409
    return _answer(topic, parent, form)


@bp.post("/topics/<int:topic_id>/lock")
@signed_in
def lock_topic(topic_id: int) -> Response:
    topic = topic_queries.get_topic(me(), topic_id)
    topic_service.lock_topic(me(), topic)
    flash(_("The topic is locked: only moderators write in it now."))
    return redirect(address(topic))


@bp.post("/topics/<int:topic_id>/unlock")
@signed_in
def unlock_topic(topic_id: int) -> Response:
    topic = topic_queries.get_topic(me(), topic_id)
    topic_service.unlock_topic(me(), topic)
    flash(_("The topic is open to answers again."))
    return redirect(address(topic))


@bp.post("/topics/<int:topic_id>/accept")
@signed_in
def accept_answer(topic_id: int) -> Response:
    topic = topic_queries.get_topic(me(), topic_id)
    post = post_queries.get_post_of(me(), topic, request.form.get("post_id", type=as_number))
    topic_service.accept_answer(me(), topic, post)
    flash(_("The question is solved: the answer stands on top."))
    return redirect(address(topic))


@bp.post("/topics/<int:topic_id>/withdraw-answer")
@signed_in
def withdraw_answer(topic_id: int) -> Response:
    topic = topic_queries.get_topic(me(), topic_id)
    topic_service.withdraw_answer(me(), topic)
    flash(_("The question is open again."))
    return redirect(address(topic))


def _answer(topic: Topic, parent: Post | None, form: ReplyForm) -> Response:
    post = post_service.write_post(me(), topic, source=form.source.data, language=form.code,
                                   parent=parent, files=form.files.data, was_pressed=True)
    sent(form.place)
    flash(_("Your answer is posted.") if not post.withheld else WAITS)
    return redirect(address_of_post(post))


def _shown_again(topic: Topic, form: ReplyForm) -> str:
    """What was typed, on the page of the topic: all that it says about it is read now."""
    return topic_page(topic_queries.get_topic(me(), topic.id), form)


def described(form: TopicForm) -> dict[str, Any]:
    names = ("title", "source", "kind", "themes", "regions", "files")
    return {name: form[name].data for name in names if name in form} | {"language": form.code}
