"""URLs where curators and reviewers look at a case and decide.

Who may is said in `policy.py`, what a decision does in `service/reviewing.py`.
"""
from typing import Any

from flask import flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _

from cop.base.errors import NotFound
from cop.base.verdict import require
from cop.cases import policy, privacy, queries
from cop.cases.forms import STEP_TAKEN, DecisionForm, InviteForm, ReasonForm
from cop.cases.models.cases import Case
from cop.cases.routes.reading import bp
from cop.cases.service import reviewing
from cop.cases.template import get_template
from cop.web.session import me, signed_in


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


def _review_page(case: Case, **forms: Any) -> str:
    revision = queries.get_newest_revision(me(), case)
    shown = {"decision": _decision_form(case, formdata=None),
             "invitation": InviteForm(formdata=None, prefix="invite"),
             "opinion": ReasonForm(formdata=None, prefix="opinion")} | forms
    template = get_template(revision.template_version)
    return render_template(
        "cases/review.html", case=case, revision=revision, policy=policy, template=template,
        personal=privacy.find_personal(template, revision.values),
        missing=shown["decision"].problems_of_publishing(),
        decisions=queries.list_decisions(case), **shown)


def _decision_form(case: Case, **kwargs: Any) -> DecisionForm:
    revision = queries.get_newest_revision(me(), case)
    return DecisionForm(steps=policy.CURATOR_STEPS.get(case.status, ()),
                        template=get_template(revision.template_version),
                        values=revision.values, **kwargs)
