"""URLs of digests."""
from flask import Blueprint, Response, current_app, flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _

from cop.base.verdict import require
from cop.digests import document, policy, service
from cop.digests.export import paper_for
from cop.digests.forms import DigestForm
from cop.digests.period import last_month
from cop.digests.queries import contents as contents_queries
from cop.digests.queries import digests as queries
from cop.documents.model import Document
from cop.documents.render import FORMATS, filename, render
from cop.people.policy import regions_managed_by
from cop.vocabulary.regions import region_label
from cop.vocabulary.zones import zone_of
from cop.web.limits import limiter
from cop.web.rendering import site, ui_language, ui_languages
from cop.web.session import me, signed_in

bp = Blueprint("digests", __name__)
#: In the order of the buttons: what offices ask for first.
EXPORTS = ("docx", "pdf", "odt", "html", "epub", "md", "xlsx", "csv")


@bp.get("/digests")
@signed_in
def desk():
    require(policy.may_open_desk(me()))
    mine = [code for code in regions_managed_by(me()) if code]
    month = last_month(*map(zone_of, mine[:1]))
    names = ", ".join(region_label(code, ui_language()) for code in mine)
    form = _form(formdata=None, regions=names, first_day=month.first, last_day=month.last,
                 language=ui_language())
    return _desk_page(form)


@bp.post("/digests")
@signed_in
def make_digest():
    require(policy.may_open_desk(me()))
    form = _form()
    if not form.validate():
        return _desk_page(form), 422
    if not (verdict := policy.may_make_digest(me(), form.codes())):
        form.regions.errors = [verdict.reason]
        return _desk_page(form), 403
    digest = service.make_digest(
        me(), regions=form.codes(), first_day=form.first_day.data, last_day=form.last_day.data,
        language=form.language.data, audience=form.audience.data)
    flash(_("The digest is ready: look through it, then export it."))
    return redirect(url(".show_digest", digest_id=digest.id))


@bp.get("/digests/<int:digest_id>")
@signed_in
def show_digest(digest_id: int):
    digest = queries.get_digest(me(), digest_id)
    contents = contents_queries.gather(digest)
    formats = [(name, FORMATS[name].label) for name in EXPORTS]
    return render_template("digests/digest.html", digest=digest, contents=contents,
                           words=document, formats=formats)


@bp.get("/digests/<int:digest_id>/export")
@signed_in
@limiter.limit("30/minute")
def export_digest(digest_id: int):
    digest = queries.get_digest(me(), digest_id)
    name = request.args.get("format", "docx")
    if name not in EXPORTS:
        return redirect(url(".show_digest", digest_id=digest.id))
    paper = paper_for(name, digest, contents_queries.gather(digest), site=site(),
                      base_url=current_app.config["COP"].base_url.rstrip("/"))
    return _download(paper, name)


def _download(paper: Document, name: str) -> Response:
    response = Response(render(paper, name), content_type=FORMATS[name].media_type)
    response.headers.set("Content-Disposition", "attachment", filename=filename(paper, name))
    return response


def _form(**given) -> DigestForm:
    form = DigestForm(**given)
    form.language.choices = ui_languages()
    return form


def _desk_page(form: DigestForm):
    page = queries.list_digests(me(), request.args.get("after", ""))
    return render_template("digests/desk.html", form=form, page=page, words=document)
