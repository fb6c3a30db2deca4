"""The community in numbers: small charts, each with the table it is drawn from."""
from flask import Blueprint, render_template

from cop.base.charts import draw_bars, of_each
from cop.base.clock import now
from cop.discussions.queries import activity
from cop.discussions.routes.activity import over_months
from cop.pages.queries import numbers as queries
from cop.vocabulary.lists import EVIDENCE_LEVELS
from cop.web.fragment_cache import numbers
from cop.web.page_cache import same_for_visitors
from cop.web.rendering import ui_language
from cop.web.session import me, open_to_visitors

bp = Blueprint("numbers", __name__)


@bp.get("/numbers")
@same_for_visitors
@open_to_visitors
def show() -> str:
    posts = _count_posts()
    return render_template(
        "pages/numbers.html",
        posts=over_months({month: count for month, (count, _people) in posts.items()}),
        people=over_months({month: people for month, (_count, people) in posts.items()},
                            of_people=True),
        published=over_months(queries.count_published(me())),
        evidence=draw_bars((f"{code} {EVIDENCE_LEVELS.label(code, ui_language())}", count)
                           for code, count in of_each([level.code for level in EVIDENCE_LEVELS],
                                                      queries.count_evidence(me()))),
        adoptions=draw_bars(queries.count_adoptions(me()).items(), of_people=True))


def _count_posts() -> dict[str, tuple[int, int]]:
    """Of months that are over what was counted is kept, for an hour at most: in a large community
    those who wrote in them are not counted each time."""
    key = ("posts", activity.what_months_before_hang_on(me()), f"{now():%Y-%m-%d %H}")
    return numbers(key, activity.count_posts_before, me()) | activity.count_posts_now(me())
