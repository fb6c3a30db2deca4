"""URLs where posts are changed after they were written: edited, deleted, brought back; and where
one reads what they said before.

New posts are written in `writing.py`.
"""
from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask_babel import gettext as _

from cop.base.diff import compare
from cop.base.text import as_number
from cop.base.verdict import require
from cop.discussions import policy
from cop.discussions.forms import PostChangeForm, TopicChangeForm
from cop.discussions.mentions import named
from cop.discussions.models.topics import Post
from cop.discussions.places import Place
from cop.discussions.queries import posts as post_queries
from cop.discussions.queries import revisions as revision_queries
from cop.discussions.queries.mentions import names_in
from cop.discussions.routes.reading import address_of_post, bp
from cop.discussions.routes.typed import (
    likely,
    preview,
    render_beforehand,
    resumed,
    sent,
    wants_preview,
)
from cop.discussions.routes.writing import described
from cop.discussions.service import deletions, edits
from cop.discussions.service import topics as topic_service
from cop.discussions.service.attaching import files_of
from cop.web.session import me, open_to_visitors, signed_in
from cop.web.transaction import beforehand

Form = PostChangeForm | TopicChangeForm


@bp.get("/posts/<int:post_id>/edit")
@signed_in
def edit_post(post_id: int) -> str:
    post = post_queries.get_post(me(), post_id)
    require(policy.may_edit(me(), post))
    return _edit_page(post, _form_of(post))


@bp.post("/posts/<int:post_id>/edit")
@beforehand(render_beforehand)
@signed_in
def change_post(post_id: int) -> Any:
    post = post_queries.get_post(me(), post_id)
    form = _form_of(post)
    if not form.validate() or wants_preview():
        return _edit_page(post, form), 422 if form.errors else 200
    if form.seen_version not in (None, post.version) and form.source.data != _named(post.source):
        return _both_page(post, form), 409
    _store(post, form)
    sent(form.place)
    flash(_("Your changes are stored."))
    return redirect(address_of_post(post))


@bp.get("/posts/<int:post_id>/history")
@open_to_visitors
def show_history(post_id: int) -> str:
    post = post_queries.get_post(me(), post_id)
    versions = revision_queries.list_versions(me(), post)
    number = min(max(request.args.get("to", len(versions), type=as_number), 1), len(versions))
    newer, older = versions[number - 1], versions[max(number - 2, 0)]
    return render_template(
        "discussions/history.html", post=post, topic=post.topic, versions=versions, newer=newer,
        older=older, may_remove=policy.may_remove_versions(me(), post),
        title=compare(older.title, newer.title),
        text=compare(_named(older.source), _named(newer.source)))


@bp.post("/posts/<int:post_id>/history/<int:number>/remove")
@signed_in
def remove_revision(post_id: int, number: int) -> Response:
    revision = revision_queries.get_revision(me(), post_id, number)
    edits.remove_revision(me(), revision)
    flash(_("The words of this version are removed for good."))
    return redirect(f"/posts/{post_id}/history")


@bp.get("/posts/<int:post_id>/delete")
@signed_in
def ask_to_delete_post(post_id: int) -> str:
    post = post_queries.get_post(me(), post_id)
    require(policy.may_delete(me(), post))
    return render_template("discussions/delete.html", post=post, topic=post.topic)


@bp.post("/posts/<int:post_id>/delete")
@signed_in
def delete_post(post_id: int) -> Response:
    post = post_queries.get_post(me(), post_id)
    deletions.delete_post(me(), post)
    flash(_("The post is deleted. For 24 hours you can bring it back where it stood."))
    return redirect(address_of_post(post))


@bp.post("/posts/<int:post_id>/undo-delete")
@signed_in
def undo_delete(post_id: int) -> Response:
    post = post_queries.get_post(me(), post_id)
    deletions.undo_delete(me(), post)
    flash(_("The post is back."))
    return redirect(address_of_post(post))


def _store(post: Post, form: Form) -> None:
    if isinstance(form, TopicChangeForm):
        topic_service.change_topic(me(), post, seen=form.seen_version, **described(form))
    else:
        edits.edit_post(me(), post, source=form.source.data, language=form.code,
                        seen=form.seen_version, files=form.files.data)
    if policy.may_share(me(), post):
        edits.share_post(me(), post, with_members=form.is_wiki.data)


def _edit_page(post: Post, form: Form, **more: Any) -> str:
    return render_template("discussions/edit.html", post=post, topic=post.topic, form=form,
                           policy=policy, preview=preview(form), **more)


def _both_page(post: Post, form: Form) -> str:
    """Somebody was faster: what stands there now beside what was to be stored. Sending it again
    stores it."""
    form.version.data = post.version
    return _edit_page(post, form, between=compare(_named(post.source), form.source.data))


def _form_of(post: Post) -> Form:
    """The form that changes a post, filled with what it says now."""
    words = {"source": _named(post.source), "language": post.language,
             "version": post.version, "is_wiki": post.is_wiki, "files": files_of(post)}
    begun = resumed(Place("edit", post.id))
    if post.number != 1 or not policy.may_describe(me(), post):
        return PostChangeForm(**begun, data=words, likely=likely(post.language))
    topic = post.topic
    return TopicChangeForm(**begun, likely=likely(post.language), data=words | {
        "title": topic.title, "kind": topic.kind, "themes": list(topic.themes),
        "regions": list(topic.regions)})


def _named(source: str) -> str:
    """A text as it is typed: those it mentions by their names."""
    return named(source, names_in(me(), source))
