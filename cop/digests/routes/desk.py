"""URLs of the desk, where digests are begun, and of the archive of issues."""
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _

from cop.base.verdict import require
from cop.digests import policy, words
from cop.digests.forms import DigestForm
from cop.digests.period import last_month
from cop.digests.queries import digests as queries
from cop.digests.service import making
from cop.people.policy import regions_managed_by
from cop.spaces.queries import list_own_spaces
from cop.vocabulary.regions import region_label
from cop.vocabulary.zones import zone_of
from cop.web.rendering import ui_language, whole_languages
from cop.web.session import me, open_to_visitors, signed_in

bp = Blueprint("digests", __name__)


@bp.get("/digests")
@signed_in
def desk() -> str:
    require(policy.may_see_desk(me()))
    mine = [code for code in regions_managed_by(me()) if code]
    month = last_month(*map(zone_of, mine[:1]))
    names = ", ".join(region_label(code, ui_language()) for code in mine)
    return _desk_page(_form(formdata=None, regions=names, first_day=month.first,
                            last_day=month.last, language=ui_language()))


@bp.post("/digests")
@signed_in
def make_digest() -> Any:
    require(policy.may_open_desk(me()))
    form = _form()
    if not form.validate():
        return _desk_page(form), 422
    if not (verdict := policy.may_make_digest(me(), form.plan.regions, form.plan.space)):
        form.regions.errors = [verdict.reason]
        return _desk_page(form), 403
    digest = making.make_digest(me(), form.plan)
    flash(_("The digest is ready: look through it, then export it."))
    return redirect(url(".show_digest", digest_id=digest.id))


@bp.get("/digests/issues")
@open_to_visitors
def list_issues() -> str:
    page = queries.list_issues(me(), request.args.get("after", ""))
    return render_template("digests/issues.html", page=page, words=words)


def issues_link() -> str:
    """The way from the library to the issues (slot library_actions)."""
    return render_template("digests/_of_library.html")


def _form(**given: Any) -> DigestForm:
    return DigestForm(languages=whole_languages(), spaces=list_own_spaces(me()), **given)


def _desk_page(form: DigestForm) -> str:
    page = queries.list_digests(me(), request.args.get("after", ""))
    return render_template("digests/desk.html", form=form, page=page, words=words,
                           waiting=queries.list_waiting_for(me()),
                           may_make=policy.may_open_desk(me()))
