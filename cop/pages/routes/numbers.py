"""The community in numbers: small charts, each with the table it is drawn from."""
from collections.abc import Mapping

from flask import Blueprint, current_app, render_template

from cop.base.charts import Chart, draw_bars, of_each
from cop.pages.queries import numbers as queries
from cop.vocabulary.lists import EVIDENCE_LEVELS
from cop.web.kept_pages import same_for_visitors
from cop.web.rendering import ui_language
from cop.web.session import me, open_to_visitors

bp = Blueprint("numbers", __name__)


@bp.get("/numbers")
@same_for_visitors
@open_to_visitors
def show() -> str:
    posts = queries.count_posts(me())
    return render_template(
        "pages/numbers.html",
        posts=_over_months({month: count for month, (count, _people) in posts.items()}),
        people=_over_months({month: people for month, (_count, people) in posts.items()},
                            of_people=True),
        published=_over_months(queries.count_published(me())),
        evidence=draw_bars((f"{code} {EVIDENCE_LEVELS.label(code, ui_language())}", count)
                           for code, count in of_each([level.code for level in EVIDENCE_LEVELS],
                                                      queries.count_evidence(me()))),
        adoptions=draw_bars(queries.count_adoptions(me()).items(), of_people=True))


def _over_months(counts: Mapping[str, int], *, of_people: bool = False) -> Chart:
    in_words = current_app.jinja_env.filters["month"]
    return draw_bars(((in_words(month), count)
                      for month, count in of_each(queries.months(), counts)),
                     of_people=of_people)
