"""URLs of cases. What may be seen and done is said in `policy.py`."""
from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from cop.base.errors import NotFound
from cop.base.verdict import require
from cop.cases import policy, queries
from cop.cases.changes import changes, two_of
from cop.cases.document import as_document
from cop.cases.forms import (
    STEP_TAKEN,
    CaseForm,
    DecisionForm,
    InviteForm,
    LibraryForm,
    ReasonForm,
    case_form,
)
from cop.cases.models import Case
from cop.cases.service import reviewing, writing
from cop.cases.template import NEWEST, get_template
from cop.documents.render import FORMATS, filename, render
from cop.web.limits import limiter
from cop.web.rendering import site, ui_language
from cop.web.session import kept_text, me, signed_in

bp = Blueprint("cases", __name__)

DOWNLOADS = {name: FORMATS[name].label for name in ("pdf", "docx", "odt", "epub", "html", "md")}

@bp.get("/cases")
def library() -> str:
    form = LibraryForm(request.args)
    cases = queries.list_cases(me(), **form.filters, after=request.args.get("after", ""))
    return render_template("cases/library.html", form=form, cases=cases,
                           total=queries.count_cases(me(), **form.filters))


@bp.get("/cases/mine")
@signed_in
def my_cases() -> str:
    return render_template(
        "cases/mine.html", reviews=queries.list_my_reviews(me()),
        cases=queries.list_my_cases(me(), after=request.args.get("after", "")))


@bp.get("/cases/new")
@signed_in
def new_case() -> str:
    require(policy.may_write_case(me()))
    kept = kept_text()
    return _form_page(None, case_form(get_template(NEWEST), likely=_likely(),
                                      formdata=MultiDict(kept) if kept else None))


@bp.post("/cases/new")
@signed_in
@limiter.limit("30/hour")
def create_case() -> Any:
    form = case_form(get_template(NEWEST), likely=_likely())
    if not form.check(_stage()):
        return _form_page(None, form), 422
    return _keep(writing.start_case(me()), form)


@bp.get("/cases/<int:case_id>/edit")
@signed_in
def edit_case(case_id: int) -> str:
    case = queries.get_case(me(), case_id)
    require(policy.may_edit_case(me(), case))
    return _form_page(case, _form_of(case))


@bp.post("/cases/<int:case_id>/edit")
@signed_in
def store_case(case_id: int) -> Any:
    case = queries.get_case(me(), case_id)
    require(policy.may_edit_case(me(), case))
    form = _form_of(case)
    if form.was_overtaken(case.save_count, case.current.values):
        return _form_page(case, form, overtaken=True), 409
    if not form.check(_stage()):
        return _form_page(case, form), 422
    return _keep(case, form)


@bp.post("/cases/<int:case_id>/submit")
@signed_in
def submit_case(case_id: int) -> Any:
    """From the page of the case: what is stored goes as it is, or the form says what it lacks."""
    case = queries.get_case(me(), case_id)
    require(policy.may_submit(me(), case))
    form = _form_of(case, formdata=None)
    if not form.check("submit"):
        return _form_page(case, form), 422
    writing.submit_case(me(), case)
    flash(_("Your case is submitted. You will have a first answer within five working days."))
    return redirect(_address(case))


@bp.post("/cases/<int:case_id>/withdraw")
@signed_in
def withdraw_case(case_id: int) -> Any:
    case, form = queries.get_case(me(), case_id), ReasonForm()
    if not form.validate():
        require(policy.may_withdraw(me(), case))
        return _case_page(case, withdrawing=form), 422
    writing.withdraw_case(me(), case, form.reason.data)
    flash(_("Your case is withdrawn. You can take it up again whenever you like."))
    return redirect(_address(case))


@bp.get("/cases/<int:case_id>", defaults={"slug": ""})
@bp.get("/cases/<int:case_id>-<slug>")
def show_case(case_id: int, slug: str) -> Any:
    case = queries.get_case(me(), case_id)
    if slug != case.slug:
        return redirect(_address(case, version=_number("version")), 301)
    return _case_page(case)


@bp.get("/cases/<int:case_id>.<extension>")
@limiter.limit("30/minute")
def download_case(case_id: int, extension: str) -> Response:
    case = queries.get_case(me(), case_id)
    if extension not in DOWNLOADS:
        raise NotFound
    revision = queries.get_revision(me(), case, _number("version"))
    base_url = current_app.config["COP"].base_url.rstrip("/")
    paper = as_document(case, revision, site=site(), base_url=base_url)
    response = Response(render(paper, extension), mimetype=FORMATS[extension].media_type)
    response.headers.set("Content-Disposition", "attachment",
                         filename=filename(paper, extension))
    return response


@bp.get("/cases/<int:case_id>/history")
def show_history(case_id: int) -> str:
    case = queries.get_case(me(), case_id)
    revisions = queries.list_revisions(me(), case)
    older, newer = two_of(revisions, _number("from"), _number("to"))
    changed = changes(get_template(newer.template_version), older.values, newer.values)
    return render_template("cases/history.html", case=case, revisions=revisions, older=older,
                           newer=newer, changed=changed)


@bp.get("/review")
@signed_in
def review_desk() -> str:
    require(policy.may_open_review_desk(me()))
    waits = request.args.get("view") != "authors"
    find = queries.list_queue if waits else queries.list_with_authors
    cases = find(me(), after=request.args.get("after", ""))
    return render_template("cases/desk.html", cases=cases, waits=waits,
                           total=queries.count_queue(me()))


@bp.get("/cases/<int:case_id>/review")
@signed_in
def review_case(case_id: int) -> str:
    case = queries.get_case(me(), case_id)
    if not policy.works_on(me(), case):
        raise NotFound
    return _review_page(case)


@bp.post("/cases/<int:case_id>/decide")
@signed_in
def decide(case_id: int) -> Any:
    case = queries.get_case(me(), case_id)
    require(policy.may_review(me(), case))
    form = _decision_form(case)
    if not form.validate():
        return _review_page(case, decision=form), 422
    step = form.step.data
    reviewing.decide(me(), case, step, form.reason.data, form.evidence_level.data)
    flash(STEP_TAKEN[step])
    return redirect(url(".review_case", case_id=case.id))


@bp.post("/cases/<int:case_id>/reviewer")
@signed_in
def invite_reviewer(case_id: int) -> Any:
    case, form = queries.get_case(me(), case_id), InviteForm(prefix="invite")
    require(policy.may_invite_reviewer(me(), case))
    reviewer = queries.find_reviewer(me(), form.email.data or "")
    if not form.check(reviewer and policy.may_be_invited(reviewer, case)):
        return _review_page(case, invitation=form), 422
    reviewing.invite_reviewer(me(), case, reviewer)
    flash(_("%(name)s is asked to review this case.", name=reviewer.name))
    return redirect(url(".review_case", case_id=case.id))


@bp.post("/cases/<int:case_id>/opinion")
@signed_in
def give_opinion(case_id: int) -> Any:
    case, form = queries.get_case(me(), case_id), ReasonForm(prefix="opinion")
    require(policy.may_give_opinion(me(), case))
    if not form.validate():
        return _review_page(case, opinion=form), 422
    reviewing.give_opinion(me(), case, form.reason.data)
    flash(_("Thank you: the curators and the author can read your opinion."))
    return redirect(url(".review_case", case_id=case.id))


def own_cases(person: Any) -> str:
    """The part of one's own page (slot me) with what one wrote down."""
    cases = queries.list_my_newest(person)
    return render_template("cases/_own.html", cases=cases) if cases else ""


def _keep(case: Case, form: CaseForm) -> Any:
    """Save what the form holds, and submit it when that was the button."""
    values = form.values
    writing.save_draft(me(), case, values, values.get("regions", ()), values.get("themes", ()),
                       note=form.note.data or "")
    if _stage() == "save":
        flash(_("Your draft is saved. Nobody else sees it."))
        return redirect(url(".edit_case", case_id=case.id))
    writing.submit_case(me(), case)
    flash(_("Your case is submitted. You will have a first answer within five working days."))
    return redirect(_address(case))


def _form_page(case: Case | None, form: CaseForm, *, overtaken: bool = False) -> str:
    """The form of a case. `overtaken`: beside each field what was saved in between; the form
    that goes out knows of it, so saving again is meant."""
    saved = {}
    if overtaken:
        saved = {c.name: c for c in changes(form.template, case.current.values, form.values)}
    form.opened_with.data = case.save_count if case else ""
    return render_template("cases/form.html", case=case, form=form, saved=saved,
                           decisions=queries.list_decisions(case) if case else [])


def _form_of(case: Case, **kwargs: Any) -> CaseForm:
    return case_form(get_template(case.current.template_version), case.current.values,
                     note=case.current.note, likely=_likely(), **kwargs)


def _case_page(case: Case, withdrawing: ReasonForm | None = None) -> str:
    revision = queries.get_revision(me(), case, _number("version"))
    at_work = policy.works_on(me(), case)
    return render_template(
        "cases/case.html", case=case, revision=revision, policy=policy, at_work=at_work,
        template=get_template(revision.template_version),
        decisions=queries.list_decisions(case) if at_work else [],
        withdrawing=withdrawing or ReasonForm(formdata=None), formats=DOWNLOADS.items())


def _review_page(case: Case, **forms: Any) -> str:
    revision = queries.get_newest_revision(me(), case)
    shown = {"decision": _decision_form(case, formdata=None),
             "invitation": InviteForm(formdata=None, prefix="invite"),
             "opinion": ReasonForm(formdata=None, prefix="opinion")} | forms
    return render_template(
        "cases/review.html", case=case, revision=revision, policy=policy,
        template=get_template(revision.template_version),
        missing=shown["decision"].problems_of_publishing(),
        decisions=queries.list_decisions(case), **shown)


def _decision_form(case: Case, **kwargs: Any) -> DecisionForm:
    revision = queries.get_newest_revision(me(), case)
    return DecisionForm(steps=policy.CURATOR_STEPS.get(case.status, ()),
                        template=get_template(revision.template_version),
                        values=revision.values, **kwargs)


def _stage() -> str:
    return "submit" if request.form.get("act") == "submit" else "save"


def _number(name: str) -> int | None:
    return request.args.get(name, type=int)


def _address(case: Case, **arguments: Any) -> str:
    return url(".show_case", case_id=case.id, slug=case.slug, **arguments)


def _likely() -> list[str]:
    return [*me().languages, ui_language()]

