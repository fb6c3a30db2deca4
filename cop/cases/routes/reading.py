"""URLs where cases are read: a case, its history, its documents, one's own cases.

What may be seen is said in `policy/`.
"""
from collections import Counter
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request
from flask import url_for as url

from cop.base.errors import NotFound
from cop.base.text import as_number
from cop.cases.changes import between, two_of
from cop.cases.deadlines import promised
from cop.cases.document import as_document
from cop.cases.forms.handing_over import SuccessorForm
from cop.cases.forms.reasons import ReasonForm
from cop.cases.linked_data import describe
from cop.cases.models.cases import Case
from cop.cases.policy import adoptions as adopting
from cop.cases.policy import cases as policy
from cop.cases.policy import quotations as quoting
from cop.cases.queries import adoptions as adoption_queries
from cop.cases.queries import cases as queries
from cop.cases.queries import reviewing as work
from cop.cases.queries.translations import list_former_translations, read_case
from cop.cases.reading import Reading
from cop.cases.shown import author_of, readable
from cop.cases.template import get_template
from cop.discussions.queries.topics import list_topics_about
from cop.documents.render import FORMATS, filename, render
from cop.vocabulary.maps import draw_map
from cop.web.last_read import kept_as
from cop.web.limits import limiter
from cop.web.links import public_url
from cop.web.page_cache import same_for_visitors
from cop.web.rendering import site, ui_language
from cop.web.session import me, open_to_visitors, signed_in

bp = Blueprint("cases", __name__)

DOWNLOADS = {name: FORMATS[name].label for name in ("pdf", "docx", "odt", "epub", "html", "md")}


@bp.get("/cases/mine")
@signed_in
def my_cases() -> str:
    return render_template(
        "cases/mine.html", reviews=work.list_my_reviews(me()),
        adoptions=adoption_queries.list_own_adoptions(me()),
        cases=queries.list_my_cases(me(), after=request.args.get("after", "")))


@bp.get("/cases/<int:case_id>", defaults={"slug": ""})
@bp.get("/cases/<int:case_id>-<slug>")
@kept_as("case", "case_id")
@same_for_visitors
@open_to_visitors
def show_case(case_id: int, slug: str) -> Any:
    case = queries.find_case_to_read(me(), case_id)
    if case is None:
        return _withdrawn_page(case_id), 410
    if slug != case.slug:
        wanted = {name: request.args.get(name) for name in ("in", "ui")}
        return redirect(address(case, version=number("version"), **wanted), 301)
    return case_page(case)


@bp.get("/cases/<int:case_id>.<extension>")
@limiter.limit("30/minute")
@open_to_visitors
def download_case(case_id: int, extension: str) -> Response:
    case = queries.get_case(me(), case_id)
    if extension not in DOWNLOADS:
        raise NotFound
    reading = _reading(case)
    base_url = current_app.config["COP"].base_url.rstrip("/")
    paper = as_document(case, reading, site=site(), base_url=base_url)
    response = Response(render(paper, extension), content_type=FORMATS[extension].media_type)
    response.headers.set("Content-Disposition", "attachment",
                         filename=filename(paper, extension))
    return response


@bp.get("/cases/<int:case_id>/history")
@open_to_visitors
def show_history(case_id: int) -> str:
    case = queries.get_case(me(), case_id)
    revisions = queries.list_revisions(me(), case)
    older, newer = two_of(revisions, number("from"), number("to"))
    changed = between(older, newer)
    return render_template("cases/history.html", case=case, revisions=revisions, older=older,
                           newer=newer, changed=changed, author=author_of(me(), case),
                           translations=list_former_translations(case))


def own_cases(person: Any) -> str:
    """The part of one's own page (slot me) with what one wrote down."""
    cases = queries.list_my_newest(person)
    return render_template("cases/_own.html", cases=cases) if cases else ""


def case_page(case: Case, **forms: Any) -> str:
    """`forms`: those that came back because something is wrong with them."""
    reading, at_work = _reading(case), policy.works_on(me(), case)
    return render_template(
        "cases/case.html", case=case, revision=reading, policy=policy, adopting=adopting,
        at_work=at_work, author=author_of(me(), case), **_told(reading),
        likely=reading.likely([ui_language(), *getattr(me(), "languages", ())]),
        promised=promised(case.submitted_at) if case.due_at else None,
        decisions=work.list_decisions(case) if at_work else [],
        formats=DOWNLOADS.items(), described=_described(case, reading), **_uses(case),
        **_origin(case), **(_blank_forms() | forms))


def _told(reading: Reading) -> dict[str, Any]:
    """What is asked, and what this reader is told of it."""
    template, values = get_template(reading.template_version), readable(me(), reading)
    return {"template": template, "values": values, "story": template.story(values)}


def _described(case: Case, reading: Reading) -> dict[str, Any]:
    """What machines are told of a text that everybody may read; nothing of any other."""
    if case.members_only or case.status not in policy.IN_SIGHT or (
            reading.revision.id != case.published_id):
        return {}
    return describe(case, reading.revision, address=public_url(address(case)),
                    library=public_url(url(".library")), site=site())


def _withdrawn_page(case_id: int) -> str:
    """What stays at the address of a case that was published and then withdrawn."""
    case, last = queries.get_withdrawn(me(), case_id)
    return render_template("cases/withdrawn.html", case=case, last=last)


def _blank_forms() -> dict[str, Any]:
    names = {"answering": "answer", "confirming": "confirm", "hiding": "hide"}
    successors = {f"naming_{role}": SuccessorForm(formdata=None, prefix=role)
                  for role in ("owner", "deputy")}
    return successors | {name: ReasonForm(formdata=None, prefix=prefix)
                         for name, prefix in names.items()}


def _reading(case: Case) -> Reading:
    """The version and the language that the address names."""
    return read_case(me(), case, number("version"), request.args.get("in", ""))


def _uses(case: Case) -> dict[str, Any]:
    """Where else a published case is used, and what is said about it."""
    if not case.published_id:
        return {}
    adoptions = adoption_queries.list_adoptions(me(), case)
    counts = Counter(adoption.region for adoption in adoptions if not adoption.hidden_at)
    return {"adoptions": adoptions, "topics": list_topics_about(me(), "case", case.id),
            "places": draw_map(counts, ui_language()) if counts else None}


def _origin(case: Case) -> dict[str, Any]:
    """Where a case comes from; who writes it also sees whose words are asked for."""
    asked = case.quotations if case.sources and policy.keeps(me(), case) else []
    return {"origin": quoting, "sources": quoting.visible_sources(me(), case),
            "quotations": asked}


def address(case: Case, **arguments: Any) -> str:
    return url(".show_case", case_id=case.id, slug=case.slug, **arguments)


def number(name: str) -> int | None:
    return request.args.get(name, type=as_number)
