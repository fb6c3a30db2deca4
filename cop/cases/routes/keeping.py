"""URLs where published cases are kept up to date: confirmed, and handed over.

Who may is said in `policy/`.
"""
from typing import Any

from flask import flash, redirect
from flask_babel import gettext as _

from cop.base.verdict import require
from cop.cases.forms.handing_over import SuccessorForm
from cop.cases.forms.reasons import ReasonForm
from cop.cases.models.cases import Case
from cop.cases.policy import cases as policy
from cop.cases.queries import cases as queries
from cop.cases.routes.reading import address, bp, case_page
from cop.cases.service import keeping
from cop.web.session import me, signed_in


@bp.post("/cases/<int:case_id>/confirm")
@signed_in
def confirm_case(case_id: int) -> Any:
    case, form = queries.get_case(me(), case_id), ReasonForm(prefix="confirm")
    require(policy.may_confirm(me(), case))
    if not form.validate():
        return case_page(case, confirming=form), 422
    keeping.confirm_case(me(), case, form.reason.data)
    flash(_("Thank you: readers see that it was confirmed today."))
    return redirect(address(case))


@bp.post("/cases/<int:case_id>/owner")
@signed_in
def name_owner(case_id: int) -> Any:
    case, form = _to_hand_over(case_id), SuccessorForm(prefix="owner")
    if not (successor := form.member(me(), case)):
        return case_page(case, naming_owner=form), 422
    keeping.name_owner(me(), case, successor)
    flash(_("%(name)s keeps this case up to date from now on.", name=successor.name))
    return redirect(address(case))


@bp.post("/cases/<int:case_id>/deputy")
@signed_in
def name_deputy(case_id: int) -> Any:
    case, form = _to_hand_over(case_id), SuccessorForm(prefix="deputy")
    if not (deputy := form.member(me(), case)):
        return case_page(case, naming_deputy=form), 422
    keeping.name_deputy(me(), case, deputy)
    flash(_("%(name)s is the deputy for this case.", name=deputy.name))
    return redirect(address(case))


def _to_hand_over(case_id: int) -> Case:
    case = queries.get_case(me(), case_id)
    require(policy.may_hand_over(me(), case))
    return case
