"""URLs of moderation. Who may read the log is said in `policy.py`."""
import io

from flask import Blueprint, Response, render_template, request

from cop.base.clock import now
from cop.base.sheets import write_csv
from cop.moderation import deeds
from cop.moderation.log_form import LogForm
from cop.moderation.queries import log as queries
from cop.moderation.service.log import note_log_taken
from cop.web.rendering import ui_language
from cop.web.session import me, signed_in

bp = Blueprint("moderation", __name__)


@bp.get("/moderation/log")
@signed_in
def log() -> str:
    form, after = LogForm(request.args), request.args.get("after", "")
    page = queries.list_log(me(), form.wanted, after)
    return render_template("moderation/log.html", page=page, form=form, after=after, deeds=deeds)


@bp.post("/moderation/log.csv")
@signed_in
def log_as_csv() -> Response:
    """That somebody took it away is written into it: so a button asks for it, and no link."""
    out = io.StringIO()
    rows = queries.every_line(me(), LogForm(request.args).wanted, ui_language())
    count = write_csv(out, rows, language=ui_language())
    note_log_taken(me(), count)
    answer = Response(out.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment",
                       filename=f"audit-log-{now().date().isoformat()}.csv")
    return answer
