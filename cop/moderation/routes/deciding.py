"""URLs where moderators decide, and where one reads what was decided about something of one's own.
"""
from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _
from flask_babel import ngettext

from cop.base.errors import Invalid
from cop.discussions.service.withholding import words_of
from cop.moderation.forms import DecisionForm
from cop.moderation.models.items import ReviewItem
from cop.moderation.queries import decisions as queries
from cop.moderation.queries import items as item_queries
from cop.moderation.routes.log import bp
from cop.moderation.routes.queue import item_page
from cop.moderation.service.deciding import Ruling, decide_item, decide_many
from cop.moderation.statements import paragraphs
from cop.web.session import me, signed_in


@bp.post("/moderation/items/<int:item_id>/decide", endpoint="decide_item")
@signed_in
def decide(item_id: int) -> Any:
    item = item_queries.get_item(me(), item_id)
    form = DecisionForm(kind=item.kind)
    if form.wants_words:
        form.take_words(item.post)
        return item_page(item, form)
    if not form.check():
        return item_page(item, form), 422
    decide_item(me(), item, form.ruling)
    flash(_("It is decided. Those whom it concerns are told."))
    return redirect(url(".queue"))


@bp.post("/moderation/decide", endpoint="decide_several")
@signed_in
def decide_several() -> Response:
    chosen = item_queries.get_items(me(), request.form.getlist("item", type=int)[:50])
    if not chosen:
        raise Invalid({"item": _("Please choose what you decide about.")})
    done, left = decide_many(me(), chosen, _ruling())
    flash(ngettext("%(num)d is decided.", "%(num)d are decided.", done))
    if left:
        flash(_("These are left, because somebody else looks at them or they need a decision of "
                "their own: %(numbers)s", numbers=", ".join(str(item.id) for item in left)))
    return redirect(url(".queue"))


@bp.get("/me/decisions/<int:decision_id>")
@signed_in
def statement(decision_id: int) -> str:
    decision = queries.get_own_decision(me(), decision_id)
    return render_template("moderation/statement.html", decision=decision,
                           paragraphs=paragraphs(decision), words=_own_words(decision.item))


def _ruling() -> Ruling:
    given = {name: request.form.get(name, "").strip() for name in ("outcome", "ground", "facts")}
    return Ruling(**given)


def _own_words(item: ReviewItem) -> str:
    """What its author wrote, while it is kept from others."""
    return words_of(item.post) if item.post and item.post.withheld else ""
