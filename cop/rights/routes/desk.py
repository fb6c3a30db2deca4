"""URLs of the desk of who answers requests about personal data."""
from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _

from cop.base.site import read_site
from cop.base.verdict import require
from cop.rights import policy
from cop.rights.forms import KIND_NAMES, AnswerForm
from cop.rights.queries import desk
from cop.rights.routes.own import bp
from cop.rights.service import deciding
from cop.web.session import confirmed, me, signed_in
from cop.web.transaction import writes

ANSWERS = {"answer": deciding.answer, "refuse": deciding.refuse, "extend": deciding.extend}


@bp.get("/admin/data-requests")
@signed_in
def list_requests() -> str:
    done = request.args.get("state") == "done"
    found = desk.list_requests(me(), done=done, after=request.args.get("after", ""))
    return render_template("rights/desk.html", page=found, done=done, kinds=KIND_NAMES)


@bp.get("/admin/data-requests/<int:request_id>")
@writes
@signed_in
def show_to_officer(request_id: int) -> str:
    """Whoever opens it has looked at somebody's data: that is written down."""
    require(policy.may_answer_requests(me()))
    asked = desk.get_request(me(), request_id)
    deciding.note_look(me(), asked)
    return _page(asked, AnswerForm(formdata=None))


@bp.post("/admin/data-requests/<int:request_id>/agree")
@confirmed
def agree(request_id: int) -> Response:
    require(policy.may_answer_requests(me()))
    deciding.agree(me(), desk.get_request(me(), request_id))
    flash(_("They are written to. What they asked for is done when their days are over."))
    return redirect(url(".list_requests"))


@bp.post("/admin/data-requests/<int:request_id>/<any(answer, refuse, extend):act>")
@signed_in
def answer_request(request_id: int, act: str) -> Any:
    require(policy.may_answer_requests(me()))
    asked, form = desk.get_request(me(), request_id), AnswerForm()
    if not form.validate_on_submit():
        return _page(asked, form), 422
    ANSWERS[act](me(), asked, form.words.data)
    flash(_("They are written to."))
    return redirect(url(".list_requests"))


def _page(asked: Any, form: AnswerForm) -> str:
    return render_template("rights/answer.html", asked=asked, form=form, kinds=KIND_NAMES,
                           verdict=policy.may_answer(me(), asked), wait=read_site().erasure_wait)
