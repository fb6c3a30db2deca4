"""URLs of spaces: the list, a space, joining, opening and changing.

Members and their roles stand in `members.py`, invitations in `joining/`.
"""
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cop.base.verdict import require
from cop.people.fields import put_back
from cop.spaces import following, policy, queries, service
from cop.spaces.forms import KIND_NAMES, LEVEL_CHOSEN, SpaceForm, wanted_level
from cop.spaces.models import VISIBILITIES
from cop.web.page_cache import same_for_visitors
from cop.web.rendering import ui_language
from cop.web.session import kept_text, me, open_to_visitors, signed_in
from cop.web.typed import came_from

bp = Blueprint("spaces", __name__)


@bp.get("/spaces")
@same_for_visitors
@open_to_visitors
def list_spaces():
    spaces = queries.list_spaces(me())
    own = [space for space in spaces if policy.belongs_to(me(), space)]
    kinds = {kind: [space for space in spaces if space.kind == kind and space not in own]
             for kind in KIND_NAMES}
    return render_template("spaces/list.html", own=own, kinds=kinds, policy=policy)


@bp.get("/spaces/ended")
@open_to_visitors
def list_ended():
    spaces = queries.list_ended(me(), request.args.get("after", ""))
    return render_template("spaces/ended.html", spaces=spaces)


@bp.get("/spaces/<slug>")
@same_for_visitors
@open_to_visitors
def show_space(slug: str):
    space = queries.get_space(me(), slug)
    asked = policy.asks_first(space) and queries.find_asking(me(), space)
    return render_template(
        "spaces/space.html", space=space, policy=policy, kind_names=KIND_NAMES,
        staff=queries.list_staff(me(), space), asked=asked,
        level=queries.get_level(me(), "space", space.id))


@bp.post("/spaces/<slug>/join")
@signed_in
def join(slug: str):
    space = queries.get_space(me(), slug)
    service.join(me(), space)
    flash(_("Welcome to “%(space)s”. What is new here is counted for you.", space=space.name))
    return redirect(url_for(".show_space", slug=slug))


@bp.post("/spaces/<slug>/leave")
@signed_in
def leave(slug: str):
    space = queries.get_space(me(), slug)
    service.leave(me(), space)
    flash(_("You have left “%(space)s”. What you wrote stays.", space=space.name))
    seen = policy.may_see(me(), space)
    return redirect(url_for(".show_space", slug=slug) if seen else url_for(".list_spaces"))


@bp.post("/spaces/<slug>/level")
@signed_in
def choose_level(slug: str):
    space = queries.get_space(me(), slug)
    following.choose_level(me(), "space", space.id, level=wanted_level())
    flash(LEVEL_CHOSEN)
    return redirect(came_from() or url_for(".show_space", slug=slug))


@bp.get("/spaces/new")
@signed_in
def new_space():
    require(policy.may_open_spaces(me()))
    return _form_page(put_back(_form(VISIBILITIES, language=ui_language()), kept_text()))


@bp.post("/spaces/new")
@signed_in
def open_space():
    require(policy.may_open_spaces(me()))
    form = _form(VISIBILITIES)
    if not form.validate_on_submit():
        return _form_page(form), 422
    space = service.open_space(me(), **_described(form))
    flash(_("“%(space)s” is open.", space=space.name))
    return redirect(url_for(".show_space", slug=space.slug))


@bp.get("/spaces/<slug>/edit")
@signed_in
def edit_space(slug: str):
    space = queries.get_space(me(), slug)
    require(policy.may_edit_space(me(), space))
    return _form_page(put_back(_form_of(space), kept_text()), space)


@bp.post("/spaces/<slug>/edit")
@signed_in
def change_space(slug: str):
    space = queries.get_space(me(), slug)
    require(policy.may_edit_space(me(), space))
    form = _form_of(space)
    if not form.validate_on_submit():
        return _form_page(form, space), 422
    service.change_space(me(), space, **_described(form))
    flash(_("“%(space)s” is changed.", space=space.name))
    return redirect(url_for(".show_space", slug=space.slug))


def own_spaces(person) -> str:
    """The part of one's own page (slot me) with the spaces one belongs to."""
    spaces = queries.list_own_spaces(person)
    return render_template("spaces/_own.html", spaces=spaces) if spaces else ""


def spaces_of(person) -> str:
    """The part of a profile (slot profile) with the spaces the reader may see, too."""
    spaces = queries.list_spaces_of(me(), person)
    return render_template("spaces/_shared.html", spaces=spaces) if spaces else ""


def _form(visibilities, heir=None, **data):
    heirs = {space.slug: space.name for space in [*queries.list_heirs(me()), heir] if space}
    return SpaceForm(heirs=list(heirs.items()), visibilities=visibilities,
                     data=data | {"hands_over_to": heir.slug if heir else ""})


def _form_of(space):
    columns = {name: getattr(space, name) for name in SpaceForm.stored()}
    return _form(policy.visibilities_for(me(), space), heir=space.hands_over_to, **columns)


def _described(form):
    slug = form.hands_over_to.data
    heir = queries.find_by_slug(slug) if slug else None
    return {name: form[name].data for name in SpaceForm.stored()} | {"hands_over_to": heir}


def _form_page(form, space=None):
    return render_template("spaces/edit.html", form=form, space=space)
