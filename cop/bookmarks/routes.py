"""URLs of bookmarks, and the links to them on the pages of other features."""
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _

from cop.bookmarks import queries, service
from cop.bookmarks.forms import BookmarkForm
from cop.web.session import kept_text, me, signed_in
from cop.web.slots import say

bp = Blueprint("bookmarks", __name__)


@bp.get("/me/bookmarks")
@signed_in
def list_bookmarks() -> str:
    after = request.args.get("after", "")
    return render_template("bookmarks/list.html", page=queries.list_bookmarks(me(), after),
                           after=after)


@bp.get("/bookmarks/<kind>/<int:target_id>")
@signed_in
def edit_bookmark(kind: str, target_id: int) -> str:
    target = queries.get_target(me(), kind, target_id)
    own = queries.find_bookmark(me(), kind, target[0])
    form = BookmarkForm(data={"note": own.note, "remind_on": own.remind_on} if own else {})
    form.note.data = kept_text().get("note", form.note.data)
    return _page(kind, target, form, own)


@bp.post("/bookmarks/<kind>/<int:target_id>")
@signed_in
def keep_bookmark(kind: str, target_id: int) -> Any:
    target, form = queries.get_target(me(), kind, target_id), BookmarkForm()
    own = queries.find_bookmark(me(), kind, target[0])
    if not form.check(me(), own.remind_on if own else None):
        return _page(kind, target, form, own), 422
    service.keep_bookmark(me(), kind, target[0], note=form.note.data,
                          remind_on=form.remind_on.data)
    flash(_("The bookmark is kept. Nobody else sees it."))
    return redirect(url(".list_bookmarks"))


@bp.post("/me/bookmarks/<int:bookmark_id>/remove")
@signed_in
def remove_bookmark(bookmark_id: int) -> Response:
    service.remove_bookmark(queries.get_bookmark(me(), bookmark_id))
    flash(_("The bookmark is removed."))
    return redirect(url(".list_bookmarks"))


def link_on_topic(topic: Any) -> str:
    """The way to the bookmark of a topic (slot topic_actions)."""
    return _link("topic", topic.id)


def link_on_post(post: Any) -> str:
    """The same of a post (slot post_deeds): the opening post is its topic's."""
    return _link("post", post.id) if post.number != 1 else _link("topic", post.topic_id)


def link_on_case(case: Any) -> str:
    """The same of a case (slot case_aside)."""
    return _link("case", case.id)


def _link(kind: str, target_id: int) -> str:
    return say("bookmarks/_link.html", "link", kind, target_id)


def _page(kind: str, target: tuple[int, str, str], form: BookmarkForm, own: Any) -> str:
    return render_template("bookmarks/edit.html", kind=kind, target=target, form=form, own=own)
