"""URLs of polls: asked, voted in, closed. How they are counted is said in `queries/polls.py`."""
from datetime import timedelta
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cop.base.text import as_number
from cop.base.verdict import require
from cop.discussions import policy
from cop.discussions.forms import PollForm
from cop.discussions.models.polls import Poll
from cop.discussions.models.topics import Topic
from cop.discussions.queries import polls as queries
from cop.discussions.queries import topics as topic_queries
from cop.discussions.routes.reading import address, bp
from cop.discussions.routes.typed import kept
from cop.discussions.service import polls as service
from cop.people.zones import zone_of_person
from cop.web.session import me, signed_in


@bp.get("/topics/<int:topic_id>/poll")
@signed_in
def edit_poll(topic_id: int) -> Any:
    """The form of the poll; for who may not change it, the page on which it stands."""
    topic = topic_queries.get_topic(me(), topic_id)
    poll = topic.poll
    if not policy.may_set_poll(me(), topic, has_votes=bool(poll and queries.has_ballots(poll))):
        return redirect(address(topic, _anchor="poll" if poll else None))
    return _page(topic, PollForm(**kept(), data=_says(poll) if poll else {}))


@bp.post("/topics/<int:topic_id>/poll")
@signed_in
def set_poll(topic_id: int) -> Any:
    topic, form = topic_queries.get_topic(me(), topic_id), PollForm()
    require(policy.may_set_poll(me(), topic))
    if not form.validate() or not form.check(me()):
        return _page(topic, form), 422
    service.set_poll(me(), topic, form.plan)
    flash(_("The poll is open."))
    return redirect(address(topic, _anchor="poll"))


@bp.post("/topics/<int:topic_id>/poll/votes")
@signed_in
def vote(topic_id: int) -> Response:
    poll = queries.get_poll(me(), topic_id)
    service.vote(me(), poll, request.form.getlist("option", type=as_number))
    flash(_("Your vote is counted. You can change it until the poll ends."))
    return redirect(address(poll.topic, _anchor="poll"))


@bp.post("/topics/<int:topic_id>/poll/close")
@signed_in
def close_poll(topic_id: int) -> Response:
    poll = queries.get_poll(me(), topic_id)
    service.close_poll(me(), poll)
    flash(_("The poll is closed."))
    return redirect(address(poll.topic, _anchor="poll"))


@bp.post("/topics/<int:topic_id>/poll/remove")
@signed_in
def remove_poll(topic_id: int) -> Response:
    poll = queries.get_poll(me(), topic_id)
    topic = poll.topic
    service.remove_poll(me(), poll)
    flash(_("The poll is removed."))
    return redirect(address(topic))


def _says(poll: Poll) -> dict[str, Any]:
    """The words of a poll as its form holds them."""
    names = ("question", "is_multiple", "is_named", "shown_at_end")
    ends = poll.closes_at and (poll.closes_at - timedelta(minutes=1)).astimezone(
        zone_of_person(me()))
    return {name: getattr(poll, name) for name in names} | {
        "options": "\n".join(option.words for option in poll.options),
        "closes_on": ends.date() if ends else None}


def _page(topic: Topic, form: PollForm) -> str:
    return render_template("discussions/poll.html", topic=topic, form=form,
                           back=url_for(".show_topic", topic_id=topic.id, slug=topic.slug))
