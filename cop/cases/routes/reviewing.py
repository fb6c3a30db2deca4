"""URLs where curators and reviewers look at a case, comment, score and decide.

Who may is said in `policy/`, what a decision does in `service/reviewing.py`.
"""
from typing import Any

from flask import flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _

from cop.base.verdict import Verdict, deny, require
from cop.cases import privacy
from cop.cases.changes import between
from cop.cases.departures import Departure, list_departures
from cop.cases.forms.reasons import ReasonForm
from cop.cases.forms.reviewing import (
    STEP_TAKEN,
    CommentForm,
    DecisionForm,
    InviteForm,
    form_of_review,
)
from cop.cases.models.cases import Case, CaseRevision
from cop.cases.policy import reviewing as rules
from cop.cases.queries import cases as queries
from cop.cases.queries import reviewing as work
from cop.cases.routes.reading import bp
from cop.cases.rubric import evidence_of, get_rubric, mean
from cop.cases.service import reviewing, reviews
from cop.cases.template import get_template
from cop.people.queries import find_named
from cop.web.session import me, signed_in

#: What the review desk shows, by the name in its address; else what waits for an answer.
DESK = {"authors": work.list_with_authors, "confirm": work.list_to_confirm,
        "orphans": work.list_orphans}


@bp.get("/review")
@signed_in
def review_desk() -> str:
    require(rules.may_open_review_desk(me()))
    view = request.args.get("view", "")
    find = DESK.get(view, work.list_queue)
    cases = find(me(), after=request.args.get("after", ""))
    return render_template("cases/desk.html", cases=cases, view=view if view in DESK else "",
                           total=work.count_queue(me()))


@bp.get("/cases/<int:case_id>/review")
@signed_in
def review_case(case_id: int) -> str:
    return _review_page(work.get_case_at_work(me(), case_id))


@bp.post("/cases/<int:case_id>/decide")
@signed_in
def decide(case_id: int) -> Any:
    case = queries.get_case(me(), case_id)
    require(rules.may_take_steps(me(), case))
    form = _decision_form(case)
    if not form.step.choices:
        _say_why_none(case)
    if not form.validate():
        return _review_page(case, decision=form), 422
    step = form.step.data
    reviewing.decide(me(), case, step, form.reason.data, checks=form.checks.data or ())
    flash(STEP_TAKEN[step])
    return redirect(url(".review_case", case_id=case.id))


@bp.get("/cases/<int:case_id>/reviewers")
@signed_in
def propose_reviewers(case_id: int) -> str:
    """Who could be asked: who knows the subject, reads the language and has time."""
    case = work.get_case_at_work(me(), case_id)
    require(rules.may_invite_reviewer(me(), case))
    return _reviewers_page(case, InviteForm(formdata=None))


@bp.post("/cases/<int:case_id>/reviewer")
@signed_in
def invite_reviewer(case_id: int) -> Any:
    case, form = queries.get_case(me(), case_id), InviteForm()
    require(rules.may_invite_reviewer(me(), case))
    reviewer, wrong = find_named(me(), form.name.data or "")
    if not form.check(rules.may_be_invited(reviewer, case) if reviewer else deny(wrong)):
        return _reviewers_page(case, form), 422
    reviews.invite_reviewer(me(), case, reviewer)
    flash(_("%(name)s is asked to review this case.", name=reviewer.name))
    return redirect(url(".review_case", case_id=case.id))


@bp.post("/cases/<int:case_id>/scores")
@signed_in
def score_case(case_id: int) -> Any:
    case = queries.get_case(me(), case_id)
    require(rules.may_score(me(), case))
    form = form_of_review()
    if not form.check(case):
        return _review_page(case, scoring=form), 422
    reviews.score_case(me(), case, scores=form.scores, opinion=form.opinion.data,
                       evidence_level=form.evidence_level.data, no_conflict=True)
    flash(_("Thank you: the curators and the author can read your review."))
    return redirect(url(".review_case", case_id=case.id))


@bp.post("/cases/<int:case_id>/decline")
@signed_in
def decline_review(case_id: int) -> Any:
    case, form = queries.get_case(me(), case_id), ReasonForm(prefix="decline")
    require(rules.may_score(me(), case))
    if not form.validate():
        return _review_page(case, declining=form), 422
    reviews.decline_review(me(), case, form.reason.data)
    flash(_("Thank you for saying so: the curators look for somebody else."))
    return redirect(url(".my_cases"))


@bp.post("/cases/<int:case_id>/comments")
@signed_in
def comment(case_id: int) -> Any:
    case = queries.get_case(me(), case_id)
    require(rules.may_comment(me(), case))
    form = _comment_form(queries.get_newest_revision(me(), case))
    if not form.validate():
        return _review_page(case, commenting=form), 422
    reviews.comment(me(), case, form.field.data, form.text.data)
    flash(_("Your comment is kept. Its author reads it when changes are asked for."))
    return redirect(url(".review_case", case_id=case.id, _anchor=f"field-{form.field.data}"))


@bp.post("/cases/<int:case_id>/comments/<int:comment_id>/take-back")
@signed_in
def take_back_comment(case_id: int, comment_id: int) -> Any:
    case = queries.get_case(me(), case_id)
    require(rules.may_comment(me(), case))
    reviews.take_back_comment(me(), case, work.get_comment(case, comment_id))
    flash(_("Your comment is taken back."))
    return redirect(url(".review_case", case_id=case.id))


@bp.post("/cases/<int:case_id>/redact")
@signed_in
def redact(case_id: int) -> Any:
    case = queries.get_case(me(), case_id)
    reviewing.redact(me(), case, request.form.get("field", ""), request.form.get("words", ""))
    flash(_("It is taken out of every version of the case."))
    return redirect(url(".review_case", case_id=case.id))


def _review_page(case: Case, **forms: Any) -> str:
    """What the newest text they may see says, what is new in it, and what can be done."""
    revision, *older = queries.list_revisions(me(), case)
    template = get_template(revision.template_version)
    shown = _blank_forms(case) | {"commenting": _comment_form(revision, formdata=None)} | forms
    return render_template(
        "cases/review.html", case=case, revision=revision, policy=rules, template=template,
        personal=privacy.find_personal(template, revision.values), rubric=get_rubric(),
        review=rules.open_review(me(), case), mean=mean, missing=_missing(case),
        changed=between(older[0], revision) if older else [],
        comments=work.list_comments(me(), case), decisions=work.list_decisions(case),
        left=_departures(case), judges=_judges(case), **shown)


def _judges(case: Case) -> Verdict:
    return rules.may_judge(me(), case, others=work.count_others_who_judge(me(), case))


def _departures(case: Case) -> list[Departure]:
    """What has left with a case that could be withdrawn now."""
    ends = "withdrawn" in rules.steps_of(case) and case.published_id
    return list_departures(case) if ends else []


def _blank_forms(case: Case) -> dict[str, Any]:
    return {"decision": _decision_form(case, formdata=None),
            "declining": ReasonForm(formdata=None, prefix="decline"),
            "scoring": form_of_review(rules.open_review(me(), case), formdata=None)}


def _reviewers_page(case: Case, form: InviteForm) -> str:
    return render_template("cases/reviewers.html", case=case, invitation=form,
                           possible=work.list_possible_reviewers(me(), case))


def _missing(case: Case) -> dict[str, str]:
    """What stands against publishing: what the text lacks, and what the reviews do not allow."""
    scored = [review.evidence_level for review in case.round if review.scored_at]
    found = reviewing.problems_of_publishing(case, evidence_of(scored) or case.evidence_level)
    verdict = rules.may_publish(me(), case, others=work.count_others_who_judge(me(), case))
    if "published" in rules.steps_of(case) and not verdict:
        found |= {"reviews": verdict.reason}
    return found


def _decision_form(case: Case, **kwargs: Any) -> DecisionForm:
    others = work.count_others_who_judge(me(), case)
    steps = [step for step in rules.steps_of(case)
             if rules.may_decide(me(), case, step, others=others)]
    return DecisionForm(steps=steps, missing=_missing(case), **kwargs)


def _say_why_none(case: Case) -> None:
    """Nothing is theirs to decide here, and so there is no form to come back to."""
    others = work.count_others_who_judge(me(), case)
    for step in rules.steps_of(case) or [""]:
        require(rules.may_decide(me(), case, step, others=others))


def _comment_form(revision: CaseRevision, **kwargs: Any) -> CommentForm:
    return CommentForm(template=get_template(revision.template_version), prefix="comment",
                       **kwargs)
