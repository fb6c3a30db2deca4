"""URLs of the inbox."""
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from cop.notifications import queries, service
from cop.web.session import me, signed_in

bp = Blueprint("notifications", __name__)


@bp.get("/inbox")
@signed_in
def inbox():
    page = queries.list_lines(me(), request.args.get("after", ""))
    return render_template("notifications/inbox.html", page=page)


@bp.post("/inbox/read")
@signed_in
def mark_all_read():
    service.mark_all_read(me())
    flash(_("All notices are marked as read."))
    return redirect(url_for(".inbox"))


def unread_badge(person) -> str:
    """Fills the slot beside the link to the inbox."""
    unread = queries.count_unread(person)
    return render_template("notifications/_badge.html", unread=unread) if unread else Markup("")
