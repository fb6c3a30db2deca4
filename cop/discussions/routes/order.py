"""URLs where moderators put topics in order as wholes: pin, archive, move.

Branches and merging are in `branches.py`, locks in `writing.py`.
"""
from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask_babel import gettext as _

from cop.base.verdict import require
from cop.discussions import policy
from cop.discussions.forms import MoveForm, PinForm
from cop.discussions.models.topics import Topic
from cop.discussions.queries import order as order_queries
from cop.discussions.queries import topics as topic_queries
from cop.discussions.routes.reading import address, bp
from cop.discussions.service import order as order_service
from cop.spaces.queries import get_space
from cop.web.rendering import FILTERS
from cop.web.session import me, signed_in


@bp.get("/topics/<int:topic_id>/pin")
@signed_in
def ask_to_pin(topic_id: int) -> str:
    topic = _topic_to_order(topic_id)
    return render_template("discussions/pin.html", topic=topic, form=PinForm())


@bp.post("/topics/<int:topic_id>/pin")
@signed_in
def pin_topic(topic_id: int) -> Any:
    topic, form = _topic_to_order(topic_id), PinForm()
    if not form.validate():
        return render_template("discussions/pin.html", topic=topic, form=form), 422
    order_service.pin_topic(me(), topic, form.until.data)
    until = FILTERS["date"](topic.pinned_until)
    flash(_("The topic stands first in its space until %(day)s.", day=until) if until
          else _("The topic stands first in its space."))
    return redirect(address(topic))


@bp.post("/topics/<int:topic_id>/unpin")
@signed_in
def unpin_topic(topic_id: int) -> Response:
    topic = topic_queries.get_topic(me(), topic_id)
    order_service.unpin_topic(me(), topic)
    flash(_("The topic is not pinned any more."))
    return redirect(address(topic))


@bp.post("/topics/<int:topic_id>/archive")
@signed_in
def archive_topic(topic_id: int) -> Response:
    topic = topic_queries.get_topic(me(), topic_id)
    order_service.archive_topic(me(), topic)
    flash(_("The topic is archived: it can be read and found, not written in."))
    return redirect(address(topic))


@bp.post("/topics/<int:topic_id>/unarchive")
@signed_in
def unarchive_topic(topic_id: int) -> Response:
    topic = topic_queries.get_topic(me(), topic_id)
    order_service.unarchive_topic(me(), topic)
    flash(_("The topic is back in the lists."))
    return redirect(address(topic))


@bp.get("/topics/<int:topic_id>/move")
@signed_in
def ask_to_move(topic_id: int) -> str:
    """First where to; then, with `?to=`, what will happen."""
    topic = _topic_to_order(topic_id)
    spaces = order_queries.list_destinations(me(), topic)
    to = next((space for space in spaces if space.slug == request.args.get("to")), None)
    form = MoveForm(request.args, spaces=[(space.slug, space.name) for space in spaces])
    return render_template("discussions/move.html", topic=topic, form=form, to=to,
                           reach=order_queries.reach_of_topic(topic, to))


@bp.post("/topics/<int:topic_id>/move")
@signed_in
def move_topic(topic_id: int) -> Response:
    topic = topic_queries.get_topic(me(), topic_id)
    space = get_space(me(), request.form.get("to", ""))
    order_service.move_topic(me(), topic, space)
    flash(_("The topic is in “%(space)s” now.", space=space.name))
    return redirect(address(topic))


def _topic_to_order(topic_id: int) -> Topic:
    topic = topic_queries.get_topic(me(), topic_id)
    require(policy.may_order(me(), topic))
    return topic
