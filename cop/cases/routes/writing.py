"""URLs where authors submit a case, answer and withdraw it.

What may be done is said in `policy/`; the form is kept by `saving.py`.
"""
from typing import Any

from flask import flash, redirect, render_template
from flask_babel import gettext as _

from cop.base.verdict import require
from cop.cases import privacy
from cop.cases.departures import list_departures
from cop.cases.forms.reasons import ReasonForm
from cop.cases.models.cases import Case
from cop.cases.policy import cases as policy
from cop.cases.queries import cases as queries
from cop.cases.routes.reading import address, bp, case_page
from cop.cases.routes.saving import form_of, form_page, send
from cop.cases.service import writing
from cop.cases.template import get_template
from cop.web.session import me, signed_in


@bp.post("/cases/<int:case_id>/submit")
@signed_in
def submit_case(case_id: int) -> Any:
    """From the page of the case: what is stored goes as it is, or the form says what it lacks."""
    case = queries.get_case(me(), case_id)
    require(policy.may_submit(me(), case))
    form = form_of(case, formdata=None)
    if not form.check("submit"):
        return form_page(case, form), 422
    return send(case)


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
