"""URLs of discussions. What may be seen and done is said in `policy.py`."""
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from cop.base.clock import now
from cop.base.markup import to_html
from cop.base.verdict import require
from cop.discussions import policy, queries
from cop.discussions.forms import PostForm, ReplyForm, TopicForm
from cop.discussions.models import Post, Topic
from cop.discussions.service import posts as post_service
from cop.discussions.service import topics as topic_service
from cop.people.models import Visitor
from cop.people.territory import write_regions
from cop.spaces.models import Space
from cop.spaces.queries import get_space
from cop.web.rendering import ui_language
from cop.web.session import kept_text, me, signed_in

bp = Blueprint("discussions", __name__)

STATES: dict[str, dict[str, Any]] = {
    "open": {"solved": False}, "unanswered": {"unanswered": True}, "solved": {"solved": True},
}


@bp.get("/topics")
def list_topics() -> str:
    state, slug = request.args.get("state", ""), request.args.get("space", "")
    space = get_space(me(), slug) if slug else None
    topics = queries.list_topics(me(), space=space, **STATES.get(state, {}),
                                 after=request.args.get("after", ""))
    return render_template("discussions/topics.html", topics=topics, space=space, state=state)


@bp.get("/spaces/<slug>/topics/new")
@signed_in
def new_topic(slug: str) -> str:
    space = get_space(me(), slug)
    require(policy.may_open_topic(me(), space))
    return _new_topic_page(space, TopicForm(_kept(), likely=_likely(space.language)))


@bp.post("/spaces/<slug>/topics")
@signed_in
def open_topic(slug: str) -> Any:
    space = get_space(me(), slug)
    form = TopicForm(likely=_likely(space.language))
    if not form.validate() or _wants_preview():
        return _new_topic_page(space, form), 422 if form.errors else 200
    topic = topic_service.open_topic(me(), space, **_described(form))
    flash(_("Your topic is open."))
    return redirect(_address(topic))


@bp.get("/topics/<int:topic_id>", defaults={"slug": ""})
@bp.get("/topics/<int:topic_id>-<slug>")
def show_topic(topic_id: int, slug: str) -> Any:
    topic = queries.get_topic(me(), topic_id)
    if slug != topic.slug:
        return redirect(_address(topic, **_where()), 301)
    form = ReplyForm(_kept(), likely=_likely(topic.language))
    form.parent.data = form.parent.data or request.args.get("reply", "")
    return _topic_page(topic, form)


@bp.post("/topics/<int:topic_id>/posts")
@signed_in
def write_post(topic_id: int) -> Any:
    topic = queries.get_topic(me(), topic_id)
    form = ReplyForm(likely=_likely(topic.language))
    if not form.validate() or _wants_preview():
        return _topic_page(topic, form), 422 if form.errors else 200
    post = post_service.write_post(
        me(), topic, source=form.source.data, language=form.language.data,
        parent=queries.find_post_of(me(), topic, form.parent_id))
    flash(_("Your answer is posted."))
    return redirect(_address_of_post(post))


@bp.get("/posts/<int:post_id>")
def show_post(post_id: int) -> Response:
    return redirect(_address_of_post(queries.get_post(me(), post_id)))


@bp.get("/posts/<int:post_id>/edit")
@signed_in
def edit_post(post_id: int) -> str:
    post = queries.get_post(me(), post_id)
    require(policy.may_edit(me(), post))
    return _edit_page(post, _form_of(post))


@bp.post("/posts/<int:post_id>/edit")
@signed_in
def change_post(post_id: int) -> Any:
    post = queries.get_post(me(), post_id)
    form = _form_of(post)
    if not form.validate() or _wants_preview():
        return _edit_page(post, form), 422 if form.errors else 200
    if post.number == 1:
        topic_service.change_topic(me(), post, **_described(form))
    else:
        post_service.edit_post(me(), post, source=form.source.data, language=form.language.data)
    flash(_("Your changes are stored."))
    return redirect(_address_of_post(post))


@bp.get("/posts/<int:post_id>/delete")
@signed_in
def ask_to_delete_post(post_id: int) -> str:
    post = queries.get_post(me(), post_id)
    require(policy.may_delete(me(), post))
    return render_template("discussions/delete.html", post=post, topic=post.topic)


@bp.post("/posts/<int:post_id>/delete")
@signed_in
def delete_post(post_id: int) -> Response:
    post = queries.get_post(me(), post_id)
    post_service.delete_post(me(), post)
    flash(_("The post is deleted."))
    return redirect(_address_of_post(post))


@bp.post("/topics/<int:topic_id>/lock")
@signed_in
def lock_topic(topic_id: int) -> Response:
    topic = queries.get_topic(me(), topic_id)
    topic_service.lock_topic(me(), topic)
    flash(_("The topic is locked: only moderators write in it now."))
    return redirect(_address(topic))


@bp.post("/topics/<int:topic_id>/unlock")
@signed_in
def unlock_topic(topic_id: int) -> Response:
    topic = queries.get_topic(me(), topic_id)
    topic_service.unlock_topic(me(), topic)
    flash(_("The topic is open to answers again."))
    return redirect(_address(topic))


@bp.post("/topics/<int:topic_id>/accept")
@signed_in
def accept_answer(topic_id: int) -> Response:
    topic = queries.get_topic(me(), topic_id)
    post = queries.get_post(me(), request.form.get("post_id", 0, type=int))
    topic_service.accept_answer(me(), topic, post)
    flash(_("The question is solved: the answer stands on top."))
    return redirect(_address(topic))


@bp.post("/topics/<int:topic_id>/withdraw-answer")
@signed_in
def withdraw_answer(topic_id: int) -> Response:
    topic = queries.get_topic(me(), topic_id)
    topic_service.withdraw_answer(me(), topic)
    flash(_("The question is open again."))
    return redirect(_address(topic))


@bp.get("/feeds/topics.atom")
def feed() -> Response:
    return _feed_page(None)


@bp.get("/feeds/spaces/<slug>.atom")
def feed_of_space(slug: str) -> Response:
    return _feed_page(get_space(Visitor(), slug))


def _topic_page(topic: Topic, form: ReplyForm) -> str:
    view = _view()
    after = request.args.get("after", 0, type=int)
    read = queries.posts_in_order if view == "flat" else queries.posts_as_tree
    posts = read(me(), topic, after)
    wanted = form.parent_id
    answered = next((post for post in posts if post.id == wanted), None)
    if wanted and answered is None:
        answered = queries.find_post_of(me(), topic, wanted)
    return render_template(
        "discussions/topic.html", topic=topic, posts=posts, form=form, view=view, after=after,
        answered=answered, preview=_preview(form), policy=policy, place=_where())


def _new_topic_page(space: Space, form: TopicForm) -> str:
    return render_template("discussions/new_topic.html", space=space, form=form,
                           preview=_preview(form))


def _edit_page(post: Post, form: PostForm) -> str:
    return render_template("discussions/edit.html", post=post, topic=post.topic, form=form,
                           preview=_preview(form))


def _form_of(post: Post) -> PostForm:
    """The form that changes a post, filled with what it says now."""
    words = {"source": post.source, "language": post.language}
    if post.number != 1:
        return PostForm(data=words, likely=_likely(post.language))
    topic = post.topic
    return TopicForm(likely=_likely(post.language), data=words | {
        "title": topic.title, "kind": topic.kind, "themes": list(topic.themes),
        "regions": write_regions(topic.regions, ui_language())})


def _described(form: TopicForm) -> dict[str, Any]:
    names = ("title", "source", "language", "kind", "themes")
    return {name: form[name].data for name in names} | {"regions": form.region_codes}


def _kept() -> MultiDict | None:
    """What was typed before signing in, as if it were sent again."""
    return MultiDict(kept_text()) or None


def _likely(language: str) -> list[str]:
    """In which languages somebody may write here, the likeliest first."""
    reads = getattr(me(), "languages", [])
    begin = [language] if language in reads else []
    return [*begin, ui_language(), *reads, language]


def _wants_preview() -> bool:
    return "preview" in request.form


def _preview(form: PostForm) -> str:
    """What was typed as it will look, once it is something that can be posted."""
    return to_html(form.source.data, key="preview") if _wants_preview() and not form.errors else ""


def _where() -> dict[str, str]:
    """The part of the address that says which page of a topic is read, and how."""
    return {name: request.args[name] for name in ("view", "after", "reply", "ui")
            if name in request.args}


def _view() -> str:
    wishes = (request.args.get("view"), me().discussion_view)
    return next((wish for wish in wishes if wish in queries.VIEWS), "tree")


def _address(topic: Topic, **more: Any) -> str:
    return url_for(".show_topic", **(more | {"topic_id": topic.id, "slug": topic.slug}))


def _address_of_post(post: Post) -> str:
    """The page of its topic on which a post stands, at the post."""
    after = queries.find_page(me(), post, _view())
    return _address(post.topic, view=request.args.get("view"), after=after or None,
                    _anchor=f"post-{post.id}")


def _feed_page(space: Space | None) -> Response:
    """What visitors may read, newest first, as Atom."""
    topics = queries.list_topics(Visitor(), space=space, size=30).items
    updated = max((topic.last_post_at for topic in topics), default=now())
    feed = render_template("discussions/feed.xml", topics=topics, space=space, updated=updated,
                           openings=queries.list_openings(Visitor(), topics))
    return Response(feed, mimetype="application/atom+xml",
                    headers={"Cache-Control": "public, max-age=300"})
