"""URLs of moderation."""
from flask import Blueprint, render_template, request

from cop.moderation import queries
from cop.web.session import me, signed_in

bp = Blueprint("moderation", __name__)


@bp.get("/moderation/log")
@signed_in
def log():
    act = request.args.get("act", "")[:40]
    page = queries.list_log(me(), act, request.args.get("after", ""))
    return render_template("moderation/log.html", page=page, act=act)
