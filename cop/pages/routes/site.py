"""URLs of what an administrator decides, and of the notice that comes of it."""
from typing import Any

from flask import Response, flash, redirect, session, url_for
from flask_babel import gettext as _

from cop.base.site import fresh_site
from cop.base.site_decisions import SECTIONS
from cop.base.verdict import require
from cop.pages import service
from cop.pages.routes.pages import admin_page, bp
from cop.pages.site_forms import SectionForm
from cop.people.policy import may_administer
from cop.web.read_only import stays_open
from cop.web.rendering import notice_name, ui_languages
from cop.web.session import me, signed_in
from cop.web.typed import came_from

FIRST = next(iter(SECTIONS))
SECTION = f"<any({', '.join(SECTIONS)}):section>"


@bp.get("/admin/settings", defaults={"section": FIRST})
@bp.get(f"/admin/settings/{SECTION}")
@signed_in
def settings(section: str) -> str:
    require(may_administer(me()))
    return _page(section, _form(section))


@bp.post(f"/admin/settings/{SECTION}")
@stays_open
@signed_in
def decide(section: str) -> Any:
    require(may_administer(me()))
    form = _form(section)
    if not form.validate():
        return _page(section, form), 422
    changed = service.decide_site(me(), form.decided)
    flash(_("Your decisions are stored.") if changed else _("Nothing was different."))
    return redirect(url_for(".settings", section=section))


@bp.post("/notice/hide")
@stays_open
@signed_in
def hide_notice() -> Response:
    """Until there is another one, in this browser."""
    session["hidden_notice"] = notice_name()
    return redirect(came_from() or url_for(".home"))


def _form(section: str) -> SectionForm:
    return SectionForm.of(section, fresh_site(), ui_languages())


def _page(section: str, form: SectionForm) -> str:
    return admin_page("pages/settings.html", form=form, section=section, sections=SECTIONS)
