"""URLs of what an administrator decides, and of the notice that comes of it."""
from typing import Any

from flask import Response, flash, redirect, send_file, session, url_for
from flask_babel import gettext as _

from cop.base.clock import now
from cop.base.colour import style
from cop.base.days import format_date
from cop.base.errors import NotFound
from cop.base.site import fresh_site
from cop.base.site_decisions import SECTIONS
from cop.base.verdict import require
from cop.files import storage
from cop.files.queries import get_file
from cop.pages import service
from cop.pages.routes.pages import admin_page, bp
from cop.pages.site_forms import LogoForm, SectionForm
from cop.people.fields import is_done
from cop.people.policy import may_administer
from cop.people.service import profiles
from cop.web.headers import FOR_EVER
from cop.web.read_only import stays_open
from cop.web.rendering import notice_name, site, whole_languages
from cop.web.session import me, open_to_visitors, signed_in
from cop.web.typed import came_from
from cop.web.uploads import sent_files

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
    _tell_of_past_notice(section)
    return redirect(url_for(".settings", section=section))


@bp.post("/notice/hide")
@stays_open
@signed_in
def hide_notice() -> Response:
    """Until there is another one, in this browser."""
    session["hidden_notice"] = notice_name()
    return redirect(came_from() or url_for(".home"))


@bp.post("/terms/accept")
@signed_in
def accept_terms() -> Response:
    profiles.accept_terms(me())
    flash(_("Thank you. The version you accepted is kept with your account."))
    return redirect(url_for(".terms"))


@bp.post("/admin/settings/logo")
@signed_in
def store_logo() -> Any:
    require(may_administer(me()))
    form, sent = LogoForm(), sent_files()
    picture = get_file(me(), sent[0].file_id) if sent and sent[0].file_id else None
    if not (picture or form.without.data) or not is_done(
            form, lambda: service.choose_logo(me(), picture)):
        form.files.errors = [str(service.NO_LOGO)]
        return _page(FIRST, _form(FIRST), logo=form), 422
    flash(_("The logo is stored.") if picture else _("There is no logo any more."))
    return redirect(url_for(".settings", section=FIRST))


@bp.get("/logo/<int:file_id>")
@open_to_visitors
def logo(file_id: int) -> Response:
    """It changes its address when it changes."""
    if file_id != site().logo:
        raise NotFound
    file = get_file(me(), file_id)
    answer = send_file(storage.source(file.medium or file.digest), mimetype=file.media_type)
    answer.headers["Cache-Control"] = FOR_EVER
    return answer


@bp.get("/site.css")
@open_to_visitors
def site_style() -> Response:
    """The accent that was chosen; it changes its address when it changes."""
    answer = Response(style(site().accent, site().accent_dark), mimetype="text/css")
    answer.headers["Cache-Control"] = FOR_EVER
    return answer


def _tell_of_past_notice(section: str) -> None:
    until = fresh_site().notice_until
    if section == "notice" and until and until < now().date() and fresh_site().notice:
        flash(_("The notice is shown to nobody: its last day, %(day)s, is over.",
                day=format_date(until)))


def _form(section: str) -> SectionForm:
    return SectionForm.of(section, fresh_site(), whole_languages())


def _page(section: str, form: SectionForm, logo: LogoForm | None = None) -> str:
    return admin_page("pages/settings.html", form=form, section=section, sections=SECTIONS,
                      logo_form=logo or LogoForm(formdata=None))
