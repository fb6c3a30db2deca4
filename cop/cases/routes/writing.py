"""URLs where authors write a case, submit it and withdraw it.

What may be done is said in `policy/`, how a case is read in `reading.py`.
"""
from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from cop.base.verdict import require
from cop.cases import privacy
from cop.cases.changes import changes
from cop.cases.departures import list_departures
from cop.cases.forms.reasons import ReasonForm
from cop.cases.forms.writing import CaseForm, case_form
from cop.cases.models.cases import Case
from cop.cases.policy import cases as policy
from cop.cases.queries import cases as queries
from cop.cases.queries import reviewing as work
from cop.cases.routes.reading import address, bp, case_page
from cop.cases.service import writing
from cop.cases.template import NEWEST, get_template
from cop.web.limits import limiter
from cop.web.rendering import ui_language
from cop.web.session import kept_text, me, signed_in


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
    if form.rearrange(request.form):
        return _form_page(None, form)
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
    if form.rearrange(request.form):
        return _form_page(case, form)
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
    return _send(case)


@bp.post("/cases/<int:case_id>/answer")
@signed_in
def answer_decision(case_id: int) -> Any:
    case, form = queries.get_case(me(), case_id), ReasonForm(prefix="answer")
    require(policy.may_answer(me(), case))
    if not form.validate():
        return case_page(case, answering=form), 422
    writing.answer_decision(me(), case, form.reason.data)
    flash(_("The curators read your answer."))
    return redirect(address(case))


@bp.get("/cases/<int:case_id>/check")
@signed_in
def check_case(case_id: int) -> str:
    """What may identify somebody, looked at before a case is submitted."""
    case = queries.get_case(me(), case_id)
    require(policy.may_submit(me(), case))
    found = privacy.find_personal(get_template(case.current.template_version),
                                  case.current.values)
    return render_template("cases/check.html", case=case, found=found,
                           looked=privacy.fingerprint(found))


@bp.get("/cases/<int:case_id>/withdraw")
@signed_in
def confirm_withdrawal(case_id: int) -> str:
    """What has left with the case already, before it is withdrawn."""
    case = queries.get_case(me(), case_id)
    require(policy.may_withdraw(me(), case))
    return _withdrawal_page(case, ReasonForm(formdata=None))


@bp.post("/cases/<int:case_id>/withdraw")
@signed_in
def withdraw_case(case_id: int) -> Any:
    case, form = queries.get_case(me(), case_id), ReasonForm()
    require(policy.may_withdraw(me(), case))
    if not form.validate():
        return _withdrawal_page(case, form), 422
    writing.withdraw_case(me(), case, form.reason.data)
    flash(_("Your case is withdrawn. You can take it up again whenever you like."))
    return redirect(address(case))


def _withdrawal_page(case: Case, form: ReasonForm) -> str:
    return render_template("cases/withdraw.html", case=case, form=form,
                           left=list_departures(case) if case.published_id else [])


def _keep(case: Case, form: CaseForm) -> Any:
    """Save what the form holds, and submit it when that was the button."""
    values = form.values
    writing.save_draft(me(), case, values, values.get("regions", ()), values.get("themes", ()),
                       note=form.note.data or "")
    if _stage() == "save":
        flash(_("Your draft is saved. Nobody else sees it."))
        return redirect(url(".edit_case", case_id=case.id))
    return _send(case)


def _send(case: Case) -> Response:
    """Submit it, once its author has looked at what may identify somebody."""
    found = privacy.find_personal(get_template(case.current.template_version),
                                  case.current.values)
    if found and request.form.get("looked") != privacy.fingerprint(found):
        return redirect(url(".check_case", case_id=case.id))
    writing.submit_case(me(), case)
    flash(_("Your case is submitted. You will have a first answer within five working days."))
    return redirect(address(case))


def _form_page(case: Case | None, form: CaseForm, *, overtaken: bool = False) -> str:
    """The form of a case. `overtaken`: beside each field what was saved in between; the form
    that goes out knows of it, so saving again is meant."""
    saved = {}
    if overtaken:
        saved = {c.name: c for c in changes(form.template, case.current.values, form.values)}
    form.opened_with.data = case.save_count if case else ""
    return render_template("cases/form.html", case=case, form=form, saved=saved,
                           decisions=work.list_decisions(case) if case else [],
                           comments=_comments(case))


def _comments(case: Case | None) -> dict[str, list[Any]]:
    """What the reviewers said last, field by field, while their author works on it."""
    said = work.list_comments(me(), case) if case and case.status == "changes_requested" else []
    last = max((comment.decision_id for comment in said), default=None)
    fields: dict[str, list[Any]] = {}
    for comment in said:
        if comment.decision_id == last:
            fields.setdefault(comment.field, []).append(comment)
    return fields


def _form_of(case: Case, **kwargs: Any) -> CaseForm:
    return case_form(get_template(case.current.template_version), case.current.values,
                     note=case.current.note, likely=_likely(), **kwargs)


def _stage() -> str:
    return "submit" if request.form.get("act") == "submit" else "save"


def _likely() -> list[str]:
    return [*me().languages, ui_language()]
