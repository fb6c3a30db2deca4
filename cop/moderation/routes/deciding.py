"""URLs where moderators decide about one thing or about several."""
from typing import Any

from flask import flash, redirect, request
from flask import url_for as url
from flask_babel import gettext as _
from flask_babel import ngettext

from cop.base.text import as_number
from cop.base.verdict import require
from cop.moderation.forms import DecisionForm, ManyForm
from cop.moderation.policy import may_open_queue
from cop.moderation.queries import items as item_queries
from cop.moderation.routes.log import bp
from cop.moderation.routes.queue import item_page, queue_page, space_of
from cop.moderation.service.deciding import decide_item, decide_many
from cop.web.session import me, signed_in


@bp.post("/moderation/items/<int:item_id>/decide", endpoint="decide_item")
@signed_in
def decide(item_id: int) -> Any:
    item = item_queries.get_item(me(), item_id)
    form = DecisionForm(kind=item.kind, space=space_of(item), asks_again=item.asks_again)
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
def decide_several() -> Any:
    require(may_open_queue(me()))
    form, ids = ManyForm(), request.form.getlist("item", type=as_number)[:50]
    chosen = item_queries.get_items(me(), ids)
    if not chosen:
        form.form_errors.append(_("Please choose what you decide about."))
    if not form.check() or not chosen:
        return queue_page(form, chosen=ids), 422
    done, left = decide_many(me(), chosen, form.ruling)
    flash(ngettext("%(num)d is decided.", "%(num)d are decided.", done))
    if left:
        flash(_("These are left, because somebody else looks at them or they need a decision of "
                "their own: %(numbers)s", numbers=", ".join(str(item.id) for item in left)))
    return redirect(url(".queue"))

