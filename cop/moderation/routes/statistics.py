"""URLs of what moderation did, in numbers."""
import io

from flask import Response, render_template, request

from cop.base.sheets import write_csv
from cop.base.small_numbers import told
from cop.base.text import as_number
from cop.base.verdict import require
from cop.moderation.policy import may_open_queue
from cop.moderation.queries.statistics import PERIODS, get_statistics
from cop.moderation.reasons import REASONS
from cop.moderation.routes.log import bp
from cop.moderation.routes.queue import csv_answer
from cop.web.rendering import ui_language
from cop.web.session import me, signed_in


@bp.get("/moderation/statistics")
@signed_in
def statistics() -> str:
    require(may_open_queue(me()))
    return render_template("moderation/statistics.html", found=get_statistics(me(), _days()),
                           periods=PERIODS, reasons=REASONS, shown=told)


@bp.get("/moderation/statistics.csv")
@signed_in
def statistics_as_csv() -> Response:
    require(may_open_queue(me()))
    found, out = get_statistics(me(), _days()), io.StringIO()
    write_csv(out, ({"reason": line.reason or "all"} | line.shown
                    for line in (*found.lines, found.total)), language=ui_language())
    return csv_answer(out.getvalue(), "moderation.csv")


def _days() -> int:
    days = request.args.get("days", PERIODS[1], type=as_number)
    return days if days in PERIODS else PERIODS[1]
