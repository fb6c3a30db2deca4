"""URLs of mail for administrators: the log, and letters as they would be."""
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _

from cop.base.errors import NotFound
from cop.base.mail import Letter, message_of
from cop.base.verdict import require
from cop.pages import service
from cop.pages.previews import PREVIEWS, preview
from cop.pages.queries import admin as queries
from cop.pages.routes.pages import admin_page, bp
from cop.people.policy import may_administer
from cop.people.queries import find_by_email
from cop.web.session import me, signed_in

#: A letter brings its own style; nothing else is let in, and it runs nothing.
LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


@bp.get("/admin/mail")
@signed_in
def mail_log() -> str:
    """Letters that were refused or came back."""
    letters = queries.list_refused_letters(me(), request.args.get("after", ""))
    return admin_page("pages/mail_log.html", page=letters, address="", previews=PREVIEWS)


@bp.post("/admin/mail/of")
@signed_in
def mail_log_of() -> str:
    """Whose letters are looked at is recorded: so this is asked for by a button."""
    address = request.form.get("address", "").strip()[:200]
    letters = queries.list_letters_to(me(), address, request.form.get("after", ""))
    service.note_look_at_letters(me(), find_by_email(address))
    return admin_page("pages/mail_log.html", page=letters, address=address, previews=PREVIEWS)


@bp.get("/admin/mail/previews/<name>")
@signed_in
def show_preview(name: str) -> str:
    require(may_administer(me()))
    letter = preview(me(), name)
    return admin_page("pages/mail_preview.html", name=name, letter=letter,
                      message=_as_received(letter) if letter else {},
                      label=PREVIEWS[name].label)


@bp.get("/admin/mail/previews/<name>/html")
@signed_in
def show_preview_as_html(name: str) -> Response:
    require(may_administer(me()))
    letter = preview(me(), name)
    if letter is None or not letter.html:
        raise NotFound
    return Response(letter.html, headers={"Content-Security-Policy": LETTER_POLICY})


@bp.post("/admin/mail/previews/<name>/send")
@signed_in
def send_preview(name: str) -> Any:
    service.send_to_oneself(me(), name)
    flash(_("The letter is on its way to %(email)s.", email=me().email))
    return redirect(url_for(".show_preview", name=name))


def _as_received(letter: Letter) -> EmailMessage:
    return message_from_bytes(message_of(letter).as_bytes(), policy=policy.default)
