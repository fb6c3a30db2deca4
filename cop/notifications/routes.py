"""URLs of the inbox. Looking at it marks nothing as read; its buttons do."""
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug import Response

from cop.notifications import queries, service
from cop.web.session import me, signed_in

bp = Blueprint("notifications", __name__)


@bp.get("/inbox")
@signed_in
def inbox() -> str:
    after = request.args.get("after", "")
    page = queries.list_lines(me(), after)
    return render_template("notifications/inbox.html", page=page, after=after)


@bp.post("/inbox/<int:notice_id>/read")
@signed_in
def mark_read(notice_id: int) -> Response:
    service.mark_read(me(), queries.get_notice(me(), notice_id))
    return redirect(url_for(".inbox", after=request.form.get("after") or None))


@bp.post("/inbox/read")
@signed_in
def mark_all_read() -> Response:
    service.mark_all_read(me())
    flash(_("All notices are marked as read."))
    return redirect(url_for(".inbox"))


def unread_badge(person: Any) -> str:
    """Fills the slot beside the link to the inbox."""
    unread = queries.count_unread(person)
    return render_template("notifications/_badge.html", unread=unread) if unread else Markup("")
