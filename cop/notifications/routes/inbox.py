"""URLs of the inbox. Looking at it marks nothing as read; its buttons do."""
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug import Response

from cop.base.errors import NotFound
from cop.notifications.addresses import address_of_line
from cop.notifications.kinds import SUBJECTS
from cop.notifications.queries import inbox as queries
from cop.notifications.service import inbox as service
from cop.notifications.service.presence import note_seen, store_seen
from cop.web.session import me, signed_in
from cop.web.transaction import store_soon

bp = Blueprint("notifications", __name__)
#: What narrows the inbox: parts of its address, kept by its buttons.
FILTERS = ("kind", "unread", "after")


@bp.get("/inbox")
@signed_in
def inbox() -> str:
    asked = _asked(request.args)
    page = queries.list_lines(me(), subject=asked.get("kind", ""), after=asked.get("after", ""),
                              unread=asked.get("unread", ""))
    return render_template("notifications/inbox.html", page=page, asked=asked, subjects=SUBJECTS,
                           address_of=address_of_line, undo=request.args.get("undo", ""))


@bp.post("/inbox/<int:notice_id>/<any(read, unread):state>")
@signed_in
def mark(notice_id: int, state: str) -> Response:
    change = service.mark_read if state == "read" else service.mark_unread
    change(me(), queries.get_notice(me(), notice_id))
    flash(_("The notice is marked as read.") if state == "read"
          else _("The notice is marked as unread."))
    return redirect(url_for(".inbox", **_asked(request.form)))


@bp.post("/inbox/read")
@signed_in
def mark_all_read() -> Response:
    moment = service.mark_all_read(me())
    flash(_("All notices are marked as read."))
    return redirect(url_for(".inbox", undo=moment.isoformat()))


@bp.post("/inbox/undo")
@signed_in
def undo_all_read() -> Response:
    service.undo_all_read(me(), _moment(request.form.get("moment", "")))
    flash(_("They are unread again."))
    return redirect(url_for(".inbox"))


def unread_badge(person: Any) -> str:
    """Fills the slot beside the link to the inbox."""
    if person.is_signed_in and note_seen(person):
        store_soon(store_seen)
    unread = queries.count_unread(person)
    return render_template("notifications/_badge.html", unread=unread) if unread else Markup("")


def _asked(sent: Any) -> dict[str, str]:
    return {name: sent[name] for name in FILTERS if sent.get(name)}


def _moment(words: str) -> datetime:
    """Some moment with its zone; who made it up finds nothing."""
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        raise NotFound from None
    if moment.tzinfo is None:
        raise NotFound
    return moment
