"""URLs of statements of reasons and of objections to them; under its key also for who is not signed
in, as the letter says it."""
from typing import Any

from flask import flash, redirect, render_template
from flask import url_for as url
from flask_babel import gettext as _

from cop.discussions.service.withholding import words_of
from cop.moderation.forms import AnswerForm, AppealForm
from cop.moderation.models.decisions import ModerationDecision
from cop.moderation.models.items import ReviewItem
from cop.moderation.policy import may_appeal
from cop.moderation.queries import decisions as queries
from cop.moderation.queries.items import get_item
from cop.moderation.routes.log import bp
from cop.moderation.routes.queue import item_page
from cop.moderation.service import appeals as service
from cop.moderation.statements import paragraphs
from cop.web.limits import limiter
from cop.web.session import me, open_to_visitors, signed_in


@bp.get("/me/decisions/<int:decision_id>")
@signed_in
def statement(decision_id: int) -> str:
    return _page(queries.get_own_decision(me(), decision_id), AppealForm(formdata=None))


@bp.get("/decisions/<key>")
@open_to_visitors
def statement_in_hand(key: str) -> str:
    return _page(queries.get_decision_of_key(key), AppealForm(formdata=None))


@bp.post("/decisions/<key>/appeal")
@limiter.limit("20/hour")
@open_to_visitors
def appeal(key: str) -> Any:
    decision, form = queries.get_decision_of_key(key), AppealForm()
    if not form.check():
        return _page(decision, form), 422
    service.make_appeal(decision, form.text.data)
    flash(_("Your objection is there. Another moderator looks at it, and you will hear from us."))
    return redirect(url(".statement_in_hand", key=key))


@bp.post("/moderation/items/<int:item_id>/answer")
@signed_in
def answer_appeal(item_id: int) -> Any:
    item, form = get_item(me(), item_id), AnswerForm()
    decision = queries.get_decision(item.target_id if item.kind == "appeal" else 0)
    if not form.check():
        return item_page(item, answer=form), 422
    service.decide_appeal(me(), item, decision, outcome=form.outcome.data,
                          answer=form.answer.data)
    flash(_("It is decided. Those whom it concerns are told."))
    return redirect(url(".queue"))


def _page(decision: ModerationDecision, form: AppealForm) -> str:
    return render_template(
        "moderation/statement.html", decision=decision, form=form, words=_own_words(decision.item),
        paragraphs=paragraphs(decision), may_appeal=may_appeal(decision))


def _own_words(item: ReviewItem) -> str:
    """What its author wrote, while it is kept from others."""
    return words_of(item.post) if item.post and item.post.withheld else ""
