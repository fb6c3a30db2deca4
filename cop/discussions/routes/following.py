"""URLs about how somebody follows topics and themes, and where reading goes on.

Spaces have their own; what a level means is said in `spaces/levels.py`.
"""
from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cop.base.errors import NotFound
from cop.discussions.queries import following as following_queries
from cop.discussions.queries import reading as reading_queries
from cop.discussions.queries import topics as topic_queries
from cop.discussions.routes.reading import address, address_of_post, bp
from cop.discussions.service.reading import mark_all_read
from cop.spaces import following
from cop.spaces.forms import LEVEL_CHOSEN, wanted_level
from cop.spaces.queries import get_space
from cop.vocabulary.lists import THEMES
from cop.web.session import me, open_to_visitors, signed_in
from cop.web.typed import came_from


@bp.get("/topics/<int:topic_id>/unread")
@open_to_visitors
def show_unread(topic_id: int) -> Response:
    """To the oldest post one has not read."""
    topic = topic_queries.get_topic(me(), topic_id)
    post = reading_queries.find_unread(me(), topic)
    return redirect(address_of_post(post) if post else address(topic))


@bp.get("/topics/<int:topic_id>/newest")
@open_to_visitors
def show_newest(topic_id: int) -> Response:
    topic = topic_queries.get_topic(me(), topic_id)
    post = reading_queries.find_newest(me(), topic)
    return redirect(address_of_post(post) if post else address(topic))


@bp.post("/topics/<int:topic_id>/level")
@signed_in
def choose_level(topic_id: int) -> Response:
    topic = topic_queries.get_topic(me(), topic_id)
    following.choose_level(me(), "topic", topic.id, level=wanted_level())
    flash(LEVEL_CHOSEN)
    return redirect(came_from() or address(topic))


@bp.post("/themes/<code>/level")
@signed_in
def choose_level_of_theme(code: str) -> Response:
    if code not in THEMES:
        raise NotFound
    following.choose_level(me(), "theme", code=code, level=wanted_level())
    flash(LEVEL_CHOSEN)
    return redirect(came_from() or url_for(".list_topics", theme=code))


@bp.get("/me/following")
@signed_in
def list_following() -> str:
    """What one follows more or less closely than normal."""
    topics = following_queries.list_followed_topics(me(), after=request.args.get("after", ""))
    return render_template("discussions/following.html", topics=topics,
                           spaces=following_queries.list_followed_spaces(me()),
                           themes=following_queries.list_followed_themes(me()))


@bp.post("/spaces/<slug>/read")
@signed_in
def mark_space_read(slug: str) -> Response:
    space = get_space(me(), slug)
    mark_all_read(me(), space)
    flash(_("Everything in “%(space)s” counts as read.", space=space.name))
    return redirect(came_from() or url_for("spaces.show_space", slug=slug))
