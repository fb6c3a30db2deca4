"""URLs of what nobody looks after any more: the list, and naming a successor."""
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from cop.base import care
from cop.base.verdict import require
from cop.pages.forms import SuccessorForm
from cop.pages.routes.pages import bp
from cop.people.fields import put_back
from cop.people.models import Person
from cop.people.policy import may_administer
from cop.people.queries import find_named
from cop.succession.policy import may_open_left_alone
from cop.succession.queries import list_left_alone
from cop.web.session import confirmed, kept_text, me, signed_in


@bp.get("/admin/left-alone")
@signed_in
def left_alone() -> str:
    require(may_open_left_alone(me()))
    return _page(put_back(SuccessorForm(formdata=None), kept_text()))


@bp.post("/admin/left-alone")
@confirmed
def name_successor() -> Any:
    require(may_administer(me()))
    form = SuccessorForm()
    if not form.validate_on_submit() or not (successor := _successor(form)):
        return _page(form), 422
    for kind, thing_id in form.chosen:
        care.name_successor(me(), kind, thing_id, successor)
    flash(_("%(name)s is told of it.", name=successor.name))
    return redirect(url_for(".left_alone"))


def _successor(form: SuccessorForm) -> Person | None:
    found, wrong = find_named(me(), form.successor.data)
    if found is None:
        form.successor.errors = [wrong]
    return found


def _page(form: SuccessorForm) -> str:
    left = list_left_alone(me())
    form.things.choices = [(f"{held.kind}:{held.id}", held.title) for held in left]
    page = "left_alone" if may_administer(me()) else "left_alone_here"
    return render_template(f"pages/{page}.html", form=form, left=left, names=care.names())
