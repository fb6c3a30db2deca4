"""URLs of the members of a space: who they are, asking to join, adding, naming, removing."""
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cop.base.verdict import require
from cop.people.fields import put_back
from cop.spaces import members, policy, queries
from cop.spaces.forms import AskForm, MembersForm, RoleForm
from cop.spaces.routes.spaces import bp
from cop.web.limits import limiter
from cop.web.session import confirmed, kept_text, me, open_to_visitors, signed_in


@bp.get("/spaces/<slug>/members")
@open_to_visitors
def list_members(slug: str):
    space, form = queries.get_space(me(), slug), MembersForm(request.args)
    found = queries.list_members(
        me(), space, words=form.q.data or "", role=form.role.data or "",
        after=request.args.get("after", ""))
    askings = queries.list_askings(space) if policy.may_invite(me(), space) else []
    return render_template(
        "spaces/members.html", space=space, members=found, policy=policy, form=form,
        roles=queries.roles_in(space, [person.id for person in found]), askings=askings,
        older=_page_after(found.next))


@bp.get("/spaces/<slug>/ask")
@signed_in
def show_asking(slug: str):
    space = queries.get_space(me(), slug)
    require(policy.may_ask_to_join(
        me(), space, asked_before=queries.find_asking(me(), space) is not None))
    return _asking_page(space, put_back(AskForm(), kept_text()))


@bp.post("/spaces/<slug>/ask")
@signed_in
@limiter.limit("20/hour")
def ask_to_join(slug: str):
    space, form = queries.get_space(me(), slug), AskForm()
    if not form.validate_on_submit():
        return _asking_page(space, form), 422
    members.ask_to_join(me(), space, form.words.data)
    flash(_("The owners of “%(space)s” are told. You hear from them.", space=space.name))
    return redirect(url_for(".show_space", slug=slug))


@bp.post("/spaces/<slug>/askings/<int:asking_id>/<any('let-in', refuse):act>")
@signed_in
def answer_asking(slug: str, asking_id: int, act: str):
    space = queries.get_space(me(), slug)
    require(policy.may_invite(me(), space))
    asking = queries.get_asking(space, asking_id)
    name = asking.person.name
    (members.refuse if act == "refuse" else members.let_in)(me(), space, asking)
    flash(_("%(name)s belongs to this space now, and is told.", name=name) if act != "refuse"
          else _("%(name)s is told that it is not possible now.", name=name))
    return redirect(url_for(".list_members", slug=slug))


@bp.get("/spaces/<slug>/members/add")
@signed_in
def find_strangers(slug: str):
    space, words = queries.get_space(me(), slug), request.args.get("q", "")
    require(policy.may_edit_space(me(), space))
    people = queries.list_strangers(me(), space, words) if words.strip() else []
    return render_template("spaces/add.html", space=space, people=people,
                           form=MembersForm(request.args))


@bp.post("/spaces/<slug>/members")
@signed_in
@limiter.limit("200/hour")
def add_member(slug: str):
    space = queries.get_space(me(), slug)
    require(policy.may_edit_space(me(), space))
    person = queries.get_stranger(me(), request.form.get("person", 0, int))
    members.add_to(me(), space, person)
    flash(_("%(name)s belongs to this space now, and is told.", name=person.name))
    return redirect(url_for(".list_members", slug=slug))


@bp.get("/spaces/<slug>/members/<int:person_id>")
@signed_in
def show_member(slug: str, person_id: int):
    space = queries.get_space(me(), slug)
    require(policy.may_edit_space(me(), space))
    person = queries.get_member(me(), space, person_id)
    form = RoleForm(role=queries.roles_in(space, [person.id]).get(person.id, "member"))
    return _member_page(space, person, put_back(form, kept_text()))


@bp.post("/spaces/<slug>/members/<int:person_id>/role")
@confirmed
def name_role(slug: str, person_id: int):
    space, form = queries.get_space(me(), slug), RoleForm()
    require(policy.may_edit_space(me(), space))
    person = queries.get_member(me(), space, person_id)
    if not form.validate_on_submit():
        return _member_page(space, person, form), 422
    members.name_role(me(), space, person, form.role.data)
    flash(_("%(name)s is told what is theirs to do here now.", name=person.name))
    return redirect(url_for(".list_members", slug=slug))


@bp.post("/spaces/<slug>/members/<int:person_id>/remove")
@confirmed
def remove_member(slug: str, person_id: int):
    space = queries.get_space(me(), slug)
    require(policy.may_edit_space(me(), space))
    person = queries.get_member(me(), space, person_id)
    members.remove(me(), space, person)
    flash(_("%(name)s does not belong to this space any more, and is told.", name=person.name))
    return redirect(url_for(".list_members", slug=slug))


def _asking_page(space, form):
    return render_template("spaces/ask.html", space=space, form=form)


def _member_page(space, person, form):
    return render_template("spaces/member.html", space=space, person=person, form=form,
                           policy=policy)


def _page_after(cursor):
    asked = {**request.args.to_dict(), **request.view_args, "after": cursor}
    return url_for(".list_members", **asked) if cursor else ""
