"""URLs of the signs on posts: helpful, and the remarks of those who tried it."""
from typing import Any

from flask import Response, flash, redirect, render_template
from flask_babel import gettext as _

from cop.base.verdict import require
from cop.discussions import policy
from cop.discussions.forms import RemarkForm
from cop.discussions.models.topics import Post
from cop.discussions.queries import posts as post_queries
from cop.discussions.queries import signs as queries
from cop.discussions.routes.reading import address_of_post, bp
from cop.discussions.routes.typed import kept
from cop.discussions.service import signs as service
from cop.vocabulary.regions import region_label
from cop.web.rendering import ui_language
from cop.web.session import me, signed_in


@bp.post("/posts/<int:post_id>/helpful")
@signed_in
def mark_helpful(post_id: int) -> Response:
    post = post_queries.get_post(me(), post_id)
    service.mark_helpful(me(), post)
    flash(_("Its author sees that it helped you."))
    return redirect(address_of_post(post))


@bp.post("/posts/<int:post_id>/not-helpful")
@signed_in
def unmark_helpful(post_id: int) -> Response:
    post = post_queries.get_post(me(), post_id)
    service.unmark_helpful(me(), post)
    flash(_("You do not say any more that it helped you."))
    return redirect(address_of_post(post))


@bp.get("/posts/<int:post_id>/remarks")
@signed_in
def new_remark(post_id: int) -> str:
    post = post_queries.get_post(me(), post_id)
    require(policy.may_remark(me(), post))
    own = queries.find_sign(me(), post, "tried")
    words = {"place": own.place, "words": own.words} if own else {"place": _usual_place()}
    return _page(post, RemarkForm(**kept(), data=words))


@bp.post("/posts/<int:post_id>/remarks")
@signed_in
def write_remark(post_id: int) -> Any:
    post, form = post_queries.get_post(me(), post_id), RemarkForm()
    require(policy.may_remark(me(), post))
    if not form.validate():
        return _page(post, form), 422
    service.write_remark(me(), post, place=form.place.data, words=form.words.data)
    flash(_("Thank you: what you tried stands below the post."))
    return redirect(address_of_post(post))


@bp.post("/remarks/<int:sign_id>/remove")
@signed_in
def remove_remark(sign_id: int) -> Response:
    remark = queries.get_remark(me(), sign_id)
    post = remark.post
    service.remove_remark(me(), remark)
    flash(_("The remark is removed."))
    return redirect(address_of_post(post))


def _usual_place() -> str:
    """Where somebody works, as a remark says it."""
    organisation = me().organisation.name if me().organisation else ""
    regions = [region_label(code, ui_language()) for code in me().regions[:1]]
    return ", ".join(filter(None, [organisation, *regions]))


def _page(post: Post, form: RemarkForm) -> str:
    return render_template("discussions/remark.html", post=post, topic=post.topic, form=form,
                           own=queries.find_sign(me(), post, "tried"))
