"""URLs where moderators split branches off and merge topics: what will happen, then the deed."""
from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask_babel import gettext as _

from cop.base.errors import NotFound
from cop.base.verdict import require
from cop.discussions import policy
from cop.discussions.forms import MergeForm, SplitForm
from cop.discussions.models.topics import Post, Topic
from cop.discussions.queries import order as order_queries
from cop.discussions.queries import posts as post_queries
from cop.discussions.queries import topics as topic_queries
from cop.discussions.routes.reading import address, address_of_post, bp
from cop.discussions.service import branches as branch_service
from cop.web.session import me, signed_in


@bp.get("/posts/<int:post_id>/split")
@signed_in
def ask_to_split(post_id: int) -> str:
    post = post_queries.get_post(me(), post_id)
    require(policy.may_split(me(), post))
    return _split_page(post, SplitForm())


@bp.post("/posts/<int:post_id>/split")
@signed_in
def split_branch(post_id: int) -> Any:
    post, form = post_queries.get_post(me(), post_id), SplitForm()
    if not form.validate():
        return _split_page(post, form), 422
    topic = branch_service.split_branch(me(), post, title=form.title.data, kind=form.kind.data)
    flash(_("The branch is a topic of its own now."))
    return redirect(address(topic))


@bp.get("/topics/<int:topic_id>/merge")
@signed_in
def ask_to_merge(topic_id: int) -> Any:
    """First into which; then, with `?into=`, what will happen."""
    topic = topic_queries.get_topic(me(), topic_id)
    require(policy.may_order(me(), topic))
    form = MergeForm(request.args)
    into, below = _named(form)
    form.into.errors = _problem(topic, form, into)
    page = _merge_page(topic, form, None if form.into.errors else into, below)
    return page, 422 if form.into.errors else 200


@bp.post("/topics/<int:topic_id>/merge")
@signed_in
def merge_topics(topic_id: int) -> Response:
    topic = topic_queries.get_topic(me(), topic_id)
    opening = post_queries.list_openings(me(), [topic])[topic.id]
    into, below = _named(MergeForm())
    if into is None:
        raise NotFound
    branch_service.merge_topics(me(), topic, into, below)
    flash(_("The topics are one now."))
    return redirect(address_of_post(opening))


def _named(form: MergeForm) -> tuple[Topic | None, Post | None]:
    return order_queries.find_target(me(), topic_id=form.topic_id, post_id=form.post_id)


def _problem(topic: Topic, form: MergeForm, into: Topic | None) -> list[str]:
    if not form.into.data:
        return []
    if into is None:
        return [_("There is no topic at this address, or it is not open to you.")]
    verdict = policy.may_merge(me(), topic, into)
    return [] if verdict else [verdict.reason]


def _split_page(post: Post, form: SplitForm) -> str:
    return render_template("discussions/split.html", post=post, topic=post.topic, form=form,
                           reach=order_queries.reach_of_branch(post))


def _merge_page(topic: Topic, form: MergeForm, into: Topic | None, below: Post | None) -> str:
    return render_template(
        "discussions/merge.html", topic=topic, form=form, into=into, below=below,
        reach=order_queries.reach_of_topic(topic, into.space if into else None))
