"""URLs where moderators see and give sanctions. Who may is said in `policy.py`."""
from typing import Any

from flask import Response, flash, redirect, render_template
from flask import url_for as url
from flask_babel import gettext as _

from cop.base.errors import NotFound
from cop.moderation.forms import SanctionForm
from cop.moderation.policy import may_lift, may_sanction_somebody
from cop.moderation.queries import sanctions as queries
from cop.moderation.queries.items import list_spaces_moderated
from cop.moderation.reasons import GROUNDS, SANCTION_NAMES
from cop.moderation.routes.log import bp
from cop.moderation.service import sanctions as service
from cop.moderation.service.deciding import decide_item
from cop.moderation.service.queue import open_item
from cop.people.models import Person
from cop.people.queries import get_person
from cop.web.session import me, signed_in


@bp.get("/people/<int:person_id>/sanctions")
@signed_in
def show_sanctions(person_id: int) -> str:
    person = _person(person_id)
    form = SanctionForm(formdata=None, spaces=list_spaces_moderated(me()),
                        data={"days": queries.propose_days(person)})
    return _page(person, form)


@bp.post("/people/<int:person_id>/sanctions")
@signed_in
def give_sanction(person_id: int) -> Any:
    person, form = _person(person_id), SanctionForm(spaces=list_spaces_moderated(me()))
    if not form.check():
        return _page(person, form), 422
    if form.sanction.data == "note":
        service.note_person(me(), person, form.facts.data, form.space)
    else:
        item = open_item("person", person.id, person_id=person.id)
        decide_item(me(), item, form.ruling)
    flash(_("It is decided. Those whom it concerns are told.") if form.sanction.data != "note"
          else _("The note is kept. Only moderators read it."))
    return redirect(url(".show_sanctions", person_id=person.id))


@bp.post("/sanctions/<int:sanction_id>/lift")
@signed_in
def lift_sanction(sanction_id: int) -> Response:
    sanction = queries.get_sanction(me(), sanction_id)
    service.lift_sanction(me(), sanction)
    flash(_("It has ended."))
    return redirect(url(".show_sanctions", person_id=sanction.person_id))


def sanctions_of(person: Person) -> str:
    """What staff see of somebody on their profile (slot profile)."""
    if not may_sanction_somebody(me()) or person.id == me().id:
        return ""
    return render_template("moderation/_sanctions.html", person=person, may_lift=may_lift,
                           sanctions=queries.list_sanctions(me(), person), names=SANCTION_NAMES)


def _person(person_id: int) -> Person:
    """NotFound for who moderates nothing."""
    if not may_sanction_somebody(me()):
        raise NotFound
    return get_person(me(), person_id)


def _page(person: Person, form: SanctionForm) -> str:
    return render_template(
        "moderation/sanctions.html", person=person, form=form, names=SANCTION_NAMES,
        sanctions=queries.list_sanctions(me(), person), may_lift=may_lift, grounds=GROUNDS)
