"""URLs of how lively a space is: small charts, on a page and beside the space."""
from collections.abc import Mapping

from flask import current_app, render_template, request

from cop.base.charts import Chart, draw_bars, of_each
from cop.base.clock import now
from cop.discussions.queries import activity
from cop.discussions.routes.reading import bp
from cop.spaces.models import Space
from cop.spaces.queries import get_space
from cop.web.fragment_cache import part
from cop.web.session import me, open_to_visitors


@bp.get("/spaces/<slug>/activity")
@open_to_visitors
def show_activity(slug: str) -> str:
    """A page, and what the script puts beside the space. It is the same for all who see the space,
    and counted once an hour, or when there is a new topic."""
    space = get_space(me(), slug)
    charts = part(("activity", space.id, space.created_at, space.topic_count,
                   f"{now():%Y-%m-%d %H}"), _draw, space)
    return charts if request.args.get("part") else render_template(
        "discussions/activity.html", space=space, charts=charts)


def activity_beside(space: Space) -> str:
    """The place for it beside a space (slot space_aside)."""
    return render_template("discussions/_activity_place.html", space=space)


def over_months(counts: Mapping[str, int], *, of_people: bool = False) -> Chart:
    in_words = current_app.jinja_env.filters["month"]
    return draw_bars(((in_words(month), count)
                      for month, count in of_each(activity.months(), counts)), of_people=of_people)


def _draw(space: Space) -> str:
    counts = activity.count_posts_in(space)
    return render_template(
        "discussions/_activity.html",
        posts=over_months({month: posts for month, (posts, _people) in counts.items()}),
        people=over_months({month: people for month, (_posts, people) in counts.items()},
                           of_people=True))
