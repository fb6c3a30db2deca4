"""URLs of what one looks after: naming successors, and answering who names oneself."""
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template
from flask import url_for as url
from flask_babel import gettext as _

from cop.base import care
from cop.base.errors import Invalid
from cop.people.fields import put_back
from cop.succession import policy, queries, service
from cop.succession.forms import CareForm, form_for
from cop.succession.models import Succession
from cop.web.session import confirmed, kept_text, me, signed_in

bp = Blueprint("succession", __name__)


@bp.get("/me/care")
@signed_in
def list_care() -> str:
    return _page(put_back(form_for(care.list_held(me()), formdata=None), kept_text()))


@bp.post("/me/care")
@confirmed
def ask_successors() -> Any:
    form = form_for(care.list_held(me()))
    if not form.validate_on_submit() or not (asked := _asked(form)):
        return _page(form), 422
    flash(_("They are asked, and have %(days)d days to answer: %(names)s.",
            days=service.ANSWER_WITHIN.days,
            names=", ".join(sorted({each.successor.name for each in asked}))))
    return redirect(url(".list_care"))


@bp.get("/me/care/<int:succession_id>")
@signed_in
def show(succession_id: int) -> str:
    return render_template("succession/asked.html", policy=policy, names=care.names(),
                           asked=queries.get_succession(me(), succession_id))


@bp.post("/me/care/<int:succession_id>/accept")
@signed_in
def accept(succession_id: int) -> Response:
    asked = queries.get_succession(me(), succession_id, to_change=True)
    service.accept(me(), asked)
    flash(_("You look after it from now on. Thank you."))
    return redirect(url(".show", succession_id=succession_id))


@bp.post("/me/care/<int:succession_id>/decline")
@signed_in
def decline(succession_id: int) -> Response:
    asked = queries.get_succession(me(), succession_id, to_change=True)
    service.decline(me(), asked)
    flash(_("You said no. Somebody else will be looked for."))
    return redirect(url(".show", succession_id=succession_id))


def _asked(form: CareForm) -> list[Succession]:
    try:
        return service.ask_successors(me(), form.named)
    except Invalid as refusal:
        form.refuse(refusal.fields)
        return []


def _page(form: CareForm) -> str:
    asked, waiting = queries.list_own(me())
    return render_template(
        "succession/care.html", form=form, names=care.names(), asked=asked, waiting=waiting,
        days=service.ANSWER_WITHIN.days)
