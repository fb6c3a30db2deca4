"""URLs of invitations: those who invite, and those who were invited.

Into the community they stand below /admin/joining, into a space below its page.
"""
import io
from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _
from flask_babel import ngettext

from cop.base.errors import Invalid
from cop.base.sheets import write_csv
from cop.base.site import fresh_site
from cop.base.verdict import require
from cop.joining import inviting, lists, queries
from cop.joining.forms import ByLinkForm, LetterForm, LinkForm, ListForm
from cop.joining.policy import may_invite_to, may_open_account
from cop.joining.routes.asking import address_of, bp
from cop.people.fields import put_back
from cop.people.queries import find_by_email
from cop.spaces.queries import get_space
from cop.web.limits import limiter
from cop.web.links import public_url
from cop.web.rendering import ui_language
from cop.web.session import kept_text, me, open_to_visitors, signed_in
from cop.web.transaction import writes


@bp.get("/admin/joining/invitations", defaults={"slug": ""})
@bp.get("/spaces/<slug>/invitations")
@signed_in
def list_invitations(slug: str) -> str:
    return _desk(_space(slug), letter=put_back(LetterForm(), kept_text()))


@bp.post("/admin/joining/invitations", defaults={"slug": ""})
@bp.post("/spaces/<slug>/invitations")
@signed_in
@limiter.limit("40/hour")
def invite(slug: str) -> Any:
    space, form = _space(slug), LetterForm()
    if not form.validate_on_submit():
        return _desk(space, letter=form), 422
    inviting.invite(me(), space, form.email.data, address_of=_way_in)
    flash(_("The invitation to %(email)s is on its way.", email=form.email.data))
    return redirect(url(".list_invitations", slug=slug))


@bp.post("/admin/joining/invitations/list", defaults={"slug": ""})
@bp.post("/spaces/<slug>/invitations/list")
@signed_in
@limiter.limit("60/hour")
def check_list(slug: str) -> Any:
    """Nothing is sent: what would be is shown, and what is wrong."""
    space, form = _space(slug), ListForm()
    if not form.validate_on_submit():
        return _desk(space, many=form), 422
    lines = _checked(space, form.text)
    if not lines:
        form.people.errors = [_("Please write at least one address.")]
        return _desk(space, many=form), 422
    return render_template("joining/list.html", space=space, lines=lines, text=form.text,
                           rest=lists.rest_of(form.text))


@bp.post("/admin/joining/invitations/list.csv", defaults={"slug": ""})
@bp.post("/spaces/<slug>/invitations/list.csv")
@signed_in
@limiter.limit("60/hour")
def refused_as_csv(slug: str) -> Response:
    """The lines in which something is wrong: to be mended, and sent as a list again."""
    lines, out = _checked(_space(slug), request.form.get("people", "")), io.StringIO()
    write_csv(out, lists.refused_rows(lines), language=ui_language())
    answer = Response(out.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename="invitations-to-mend.csv")
    return answer


@bp.post("/admin/joining/invitations/send", defaults={"slug": ""})
@bp.post("/spaces/<slug>/invitations/send")
@signed_in
@limiter.limit("20/hour")
def send_list(slug: str) -> Any:
    space = _space(slug)
    queries.hold_lists_of(me())
    lines = _checked(space, request.form.get("people", ""))
    made = inviting.invite_many(me(), space, lines)
    flash(_what_was_done(made, sum(bool(line.problems) for line in lines)))
    return redirect(url(".list_invitations", slug=slug))


@bp.post("/admin/joining/invitations/links", defaults={"slug": ""})
@bp.post("/spaces/<slug>/invitations/links")
@signed_in
@limiter.limit("40/hour")
def make_link(slug: str) -> Any:
    space, form = _space(slug), LinkForm()
    if not form.validate_on_submit():
        return _desk(space, link=form), 422
    link, token = inviting.make_link(me(), space, name=form.name.data, days=form.days.data,
                                     most_uses=form.most_uses.data)
    page = render_template("joining/link.html", space=space, link=link, address=_way_in(token))
    return page, 201, {"Cache-Control": "no-store"}


@bp.post("/admin/joining/invitations/<int:invitation_id>/<any(resend, withdraw):act>",
         defaults={"slug": ""})
@bp.post("/spaces/<slug>/invitations/<int:invitation_id>/<any(resend, withdraw):act>")
@signed_in
@limiter.limit("100/hour")
def change_invitation(slug: str, invitation_id: int, act: str) -> Any:
    invitation = queries.get_invitation(me(), _space(slug), invitation_id)
    if act == "withdraw":
        inviting.withdraw(me(), invitation)
    else:
        inviting.resend(me(), invitation, _way_in)
    flash(_("The invitation is withdrawn: its link opens nothing any more.")
          if act == "withdraw" else _("The invitation is on its way again, with a new link."))
    return redirect(url(".list_invitations", slug=slug))


@bp.get("/invitations/<token>")
@limiter.limit("60/hour")
@writes
@open_to_visitors
def show_invitation(token: str) -> str:
    """That it was opened is noted: who invites sees it."""
    inviting.note_opened(inviting.open_invitation(token))
    return _way_in_page(token, ByLinkForm(formdata=None))


@bp.post("/invitations/<token>/accept")
@signed_in
def accept_invitation(token: str) -> Any:
    spaces = inviting.accept_invitation(me(), token)
    if not spaces:
        flash(_("You belong to this community already."))
        return redirect(url("pages.home"))
    flash(_("Welcome to “%(space)s”. What is new here is counted for you.", space=spaces[0].name))
    return redirect(url("spaces.show_space", slug=spaces[0].slug))


@bp.post("/invitations/<token>/come-in")
@limiter.limit("20/hour")
@open_to_visitors
def come_in(token: str) -> Any:
    """An account for who has none: the next page asks for a password, and for the terms."""
    person = inviting.come_in(token, ui_language())
    return redirect(address_of(person))


@bp.post("/invitations/<token>/ask")
@limiter.limit("10/hour")
@open_to_visitors
def ask_by_link(token: str) -> Any:
    form = ByLinkForm()
    if not form.validate_on_submit() or not _asked(token, form):
        return _way_in_page(token, form), 422
    flash(_("We have sent a letter to %(email)s: follow the link in it.", email=form.email.data))
    return redirect(url("pages.home"))


def _asked(token: str, form: ByLinkForm) -> bool:
    try:
        inviting.ask_by_link(token, name=form.name.data, email=form.email.data,
                             language=ui_language(), address_of=_way_in)
    except Invalid as refusal:
        form.email.errors = [*form.email.errors, str(refusal)]
        return False
    return True


def _space(slug: str) -> Any:
    """The space one invites into; None is the community."""
    space = get_space(me(), slug) if slug else None
    require(may_invite_to(me(), space))
    return space


def _way_in(token: str) -> str:
    return public_url(url("joining.show_invitation", token=token))


def _checked(space: Any, text: str) -> list[lists.Line]:
    community = queries.get_community(me(), lists.addresses_in(text))
    return lists.check(text, community, [space] if space else [], ui_language())


def _what_was_done(made: int, wrong: int) -> str:
    said = [_("Invited: %(count)d.", count=made)]
    if made:
        said.append(_("Their letters go out one after the other, some fifty a minute."))
    if wrong:
        said.append(ngettext("%(num)s line was wrong: it invited nobody.",
                             "%(num)s lines were wrong: they invited nobody.", wrong))
    return " ".join(said)


def _way_in_page(token: str, form: ByLinkForm) -> str:
    invitation = inviting.open_invitation(token)
    return render_template(
        "joining/invitation.html", invitation=invitation, token=token, form=form,
        spaces=queries.list_spaces_of(invitation),
        has_account=not invitation.is_link and find_by_email(invitation.email),
        opens=may_open_account(invitation, fresh_site(), invitation.email))


def _desk(space: Any, **forms: Any) -> str:
    words = request.args.get("q", "")
    page = queries.list_invitations(me(), space, words=words, after=request.args.get("after", ""))
    blank = {"letter": LetterForm, "many": ListForm, "link": LinkForm}
    blank = {name: kind(formdata=None) for name, kind in blank.items() if name not in forms}
    return render_template("joining/invitations.html", space=space, page=page, words=words,
                           states=queries.states_of(page), **blank, **forms)
