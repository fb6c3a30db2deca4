"""URLs of moderation. Who may read the log is said in `policy.py`."""
from flask import Blueprint, render_template, request

from cop.base.text import clean
from cop.moderation import queries
from cop.web.session import me, signed_in

bp = Blueprint("moderation", __name__)


@bp.get("/moderation/log")
@signed_in
def log() -> str:
    act, after = clean(request.args.get("act", ""))[:40], request.args.get("after", "")
    page = queries.list_log(me(), act, after)
    return render_template("moderation/log.html", page=page, act=act, after=after)
