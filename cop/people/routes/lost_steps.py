"""URLs where an administrator takes the second step away from who has lost it.

One's own is changed under `/me/security`.
"""
from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from cop.base.verdict import require
from cop.people import policy, queries
from cop.people.fields import is_done, put_back
from cop.people.forms import LostStepForm
from cop.people.routes.people import bp
from cop.people.security.reading import list_removals
from cop.people.service import factors, roles
from cop.web.session import confirmed, kept_text, signed_in
from cop.web.session import me as reader
from cop.web.transaction import writes


@bp.get("/admin/people/<int:person_id>/second-step")
@writes
@signed_in
def lost_step(person_id: int):
    """Whoever opens it has looked at somebody's data: that is written down."""
    require(policy.may_administer(reader()))
    person = queries.get_account(reader(), person_id)
    roles.note_look(reader(), person)
    return _page(person, put_back(LostStepForm(), kept_text()))


@bp.post("/admin/people/<int:person_id>/second-step")
@confirmed
def take_second_step(person_id: int):
    require(policy.may_administer(reader()))
    person, form = queries.get_account(reader(), person_id), LostStepForm()
    require(policy.may_take_second_step(reader(), person))
    if not is_done(form, lambda: factors.take_second_step(reader(), person, form.reason.data)):
        return _page(person, form), 422
    flash(_("The second step of %(name)s is taken away, and they are told.", name=person.name))
    return redirect(url_for(".show_roles", person_id=person.id))


def _page(person, form):
    needs_new = person.grants and current_app.config["COP"].second_factor == "staff"
    return render_template("people/lost_step.html", person=person, form=form,
                           removals=list_removals(person), needs_new=needs_new,
                           verdict=policy.may_take_second_step(reader(), person))
