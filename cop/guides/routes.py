"""URLs of guides. What may be seen and done is said in `policy.py`."""
import io
from functools import partial
from typing import IO, Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_file,
)
from flask import url_for as url
from flask_babel import gettext as _

from cop.base.errors import Invalid, NotFound
from cop.base.markup import to_html
from cop.base.text import as_number
from cop.base.verdict import require
from cop.cases.models.cases import Case
from cop.cases.pack import Names, pack
from cop.documents.render import FORMATS, filename, render
from cop.documents.web_page import STYLE
from cop.guides import policy, queries, service
from cop.guides.document import as_document
from cop.guides.forms import GuideForm, TextForm
from cop.guides.linked_data import describe
from cop.guides.models import Guide
from cop.guides.reading import Reading, read_draft, read_edition
from cop.people.fields import number_in
from cop.web.last_read import kept_as
from cop.web.limits import limiter
from cop.web.page_cache import same_for_visitors
from cop.web.rendering import site, ui_language
from cop.web.session import me, open_to_visitors, signed_in

bp = Blueprint("guides", __name__)

DOWNLOADS = {name: FORMATS[name].label for name in ("pdf", "docx", "odt", "epub", "html", "md")}


@bp.get("/guides")
@same_for_visitors
@open_to_visitors
def list_guides() -> str:
    return render_template("guides/list.html", guides=queries.list_guides(me()), policy=policy)


@bp.get("/guides/new")
@signed_in
def new_guide() -> str:
    require(policy.may_make_guides(me()))
    return _form_page(None, GuideForm(language=ui_language()))


@bp.post("/guides/new")
@signed_in
def make_guide() -> Any:
    require(policy.may_make_guides(me()))
    form = GuideForm()
    if not form.validate():
        return _form_page(None, form), 422
    guide = service.make_guide(me(), **form.described)
    flash(_("The guide is begun. Nobody but curators sees it before it is published."))
    return redirect(url(".edit_guide", slug=guide.slug))


@bp.get("/guides/<slug>")
@kept_as("guide", "slug")
@same_for_visitors
@open_to_visitors
def show_guide(slug: str) -> str:
    guide = queries.get_guide(me(), slug)
    edition, reading = _wanted(guide)
    return render_template(
        "guides/guide.html", guide=guide, edition=edition, reading=reading, policy=policy,
        foreword=to_html(reading.foreword, key="foreword"), formats=DOWNLOADS.items(),
        described=_described(guide, edition, reading),
        editions=queries.list_editions(guide))


def _described(guide: Guide, edition: Any, reading: Reading) -> dict[str, Any]:
    """What machines are told of the newest edition; nothing of any other."""
    if edition is None or edition.id != guide.edition_id:
        return {}
    return describe(guide, edition, reading, site=site(),
                    base_url=current_app.config["COP"].base_url.rstrip("/"))


@bp.get("/guides/<slug>.<extension>")
@limiter.limit("20/minute")
@open_to_visitors
def download_guide(slug: str, extension: str) -> Response:
    guide = queries.get_guide(me(), slug)
    if extension not in DOWNLOADS:
        raise NotFound
    edition, reading = _wanted(guide)
    base_url = current_app.config["COP"].base_url.rstrip("/")
    paper = as_document(
        reading, address=f"{base_url}/guides/{guide.slug}", site=site(), base_url=base_url,
        edition=edition and edition.number,
        made_at=edition.created_at if edition else guide.changed_at)
    response = Response(render(paper, extension), content_type=FORMATS[extension].media_type)
    response.headers.set("Content-Disposition", "attachment",
                         filename=filename(paper, extension))
    return response


@bp.get("/guides/<slug>/offline")
@limiter.limit("10/minute")
@open_to_visitors
def show_offline(slug: str) -> str:
    guide = queries.get_guide(me(), slug)
    edition, reading = _wanted(guide)
    with _pack(guide, edition, reading) as file:
        size = file.seek(0, io.SEEK_END)
    return render_template("guides/offline.html", guide=guide, reading=reading, size=size,
                           which=request.args.to_dict())


@bp.get("/guides/<slug>/offline.zip")
@limiter.limit("10/minute")
@open_to_visitors
def take_offline(slug: str) -> Response:
    guide = queries.get_guide(me(), slug)
    file = _pack(guide, *_wanted(guide))
    file.seek(0)
    return send_file(file, "application/zip", as_attachment=True,
                     download_name=f"{guide.slug}.zip")


def _pack(guide: Guide, edition: Any, reading: Reading) -> IO[bytes]:
    base_url = current_app.config["COP"].base_url.rstrip("/")
    show_index = partial(_index, reading, edition, f"{base_url}/guides/{guide.slug}")
    cases = [(part.case, part.revision) for part in reading.parts if part.case]
    return pack(cases, show_index, site=site(), base_url=base_url)


def _index(reading: Reading, edition: Any, address: str, names: Names) -> str:
    return render_template(
        "guides/_offline.html", reading=reading, edition=edition, address=address, names=names,
        style=STYLE, foreword=to_html(reading.foreword, key="foreword"))


@bp.get("/guides/<slug>/edit")
@signed_in
def edit_guide(slug: str) -> str:
    return _form_page(_own(slug))


@bp.post("/guides/<slug>/edit")
@signed_in
def describe_guide(slug: str) -> Any:
    guide, form = _own(slug), GuideForm()
    if not form.validate():
        return _form_page(guide, form), 422
    if number_in(form.opened_with) not in (None, guide.save_count):
        form.opened_with.data = form.opened_with.raw_data = None
        return _form_page(guide, form, overtaken=True), 409
    service.describe_guide(me(), guide, **form.described)
    flash(_("Your changes are stored."))
    return redirect(url(".edit_guide", slug=slug))


@bp.post("/guides/<slug>/texts")
@signed_in
def add_text(slug: str) -> Any:
    guide, form = _own(slug), TextForm(prefix="text")
    if not form.validate():
        return _form_page(guide, texting=form), 422
    item = service.add_text(me(), guide, form.kind.data, form.text.data)
    flash(_("The guide is changed."))
    return redirect(url(".edit_guide", slug=slug, _anchor=f"item-{item.id}"))


@bp.post("/guides/<slug>/cases")
@signed_in
def add_case(slug: str) -> Any:
    guide = _own(slug)
    case = queries.find_published_case(me(), request.form.get("case_id", type=as_number))
    if case is None:
        raise Invalid({"case": _("Only published cases stand in a guide.")})
    item = service.add_case(me(), guide, case)
    flash(_("“%(title)s” stands in the guide.", title=case.title))
    return redirect(url(".edit_guide", slug=slug, _anchor=f"item-{item.id}"))


@bp.post("/guides/<slug>/items/<int:item_id>/text")
@signed_in
def change_text(slug: str, item_id: int) -> Any:
    guide = _own(slug)
    service.change_text(me(), guide, queries.get_item(guide, item_id),
                        request.form.get("text", ""))
    flash(_("Your changes are stored."))
    return redirect(url(".edit_guide", slug=slug, _anchor=f"item-{item_id}"))


@bp.post("/guides/<slug>/items/<int:item_id>/move")
@signed_in
def move_item(slug: str, item_id: int) -> Any:
    guide = _own(slug)
    service.move_item(me(), guide, queries.get_item(guide, item_id),
                      request.form.get("steps", 0, type=as_number))
    flash(_("The guide is changed."))
    return redirect(url(".edit_guide", slug=slug, _anchor=f"item-{item_id}"))


@bp.post("/guides/<slug>/items/<int:item_id>/remove")
@signed_in
def remove_item(slug: str, item_id: int) -> Any:
    guide = _own(slug)
    service.remove_item(me(), guide, queries.get_item(guide, item_id))
    flash(_("It is taken out of the guide."))
    return redirect(url(".edit_guide", slug=slug, _anchor="parts"))


@bp.post("/guides/<slug>/publish")
@signed_in
def publish_guide(slug: str) -> Any:
    edition = service.publish_guide(me(), _own(slug), request.form.get("note", ""))
    flash(_("Edition %(number)s is published.", number=edition.number))
    return redirect(url(".show_guide", slug=slug))


@bp.post("/guides/<slug>/retire")
@signed_in
def retire_guide(slug: str) -> Any:
    service.retire_guide(me(), _own(slug))
    flash(_("Readers no longer see the guide; its editions are kept."))
    return redirect(url(".edit_guide", slug=slug))


def library_link() -> str:
    """The way from the library to the guides (slot library_actions)."""
    return render_template("guides/_of_library.html")


def guides_with(case: Case) -> str:
    """The part of a case's page (slot case_aside) that names the guides it stands in."""
    guides = queries.list_guides_with(case)
    return render_template("guides/_of_case.html", guides=guides) if guides else ""


def _own(slug: str) -> Guide:
    """A guide to be changed: it is there for all who read it, the right is asked."""
    guide = queries.get_guide_in_the_making(me(), slug)
    require(policy.may_make_guides(me()))
    return guide


def _wanted(guide: Guide) -> tuple[Any, Reading]:
    """The edition that is asked for, else the newest; editors may ask for the draft."""
    number, draft = request.args.get("edition", type=as_number), request.args.get("draft")
    if policy.may_make_guides(me()) and (draft or guide.edition is None) and number is None:
        return None, read_draft(me(), queries.get_guide_in_the_making(me(), guide.slug))
    if guide.edition is None and not policy.may_make_guides(me()):
        raise NotFound
    edition = queries.get_edition(guide, number) if number is not None else guide.edition
    return edition, read_edition(me(), edition)


def _form_page(guide: Guide | None, form: GuideForm | None = None, *,
               texting: TextForm | None = None, overtaken: bool = False) -> str:
    form = form or GuideForm(formdata=None, obj=guide)
    words = request.args.get("find", "").strip()
    if guide:
        form.opened_with.data = guide.save_count
    return render_template(
        "guides/edit.html", guide=guide, form=form, policy=policy, overtaken=overtaken,
        texting=texting or TextForm(formdata=None, prefix="text"), words=words,
        found=queries.find_cases(me(), guide, words) if guide else ())
