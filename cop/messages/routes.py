"""URLs of private conversations. Where an administrator has not turned them on, nothing is here."""
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _
from markupsafe import Markup

from cop.base.errors import NotFound
from cop.base.site import read_site
from cop.messages import policy, queries
from cop.messages.forms import ConversationForm, MessageForm, reply_form
from cop.messages.models import MOST_PEOPLE, Conversation
from cop.messages.service import taking_part, writing
from cop.people.fields import is_done, put_back
from cop.people.queries import get_person
from cop.web.limits import limiter
from cop.web.session import kept_text, me, signed_in
from cop.web.transaction import store_soon

bp = Blueprint("messages", __name__)
#: As often as posts.
WRITTEN, OPENED = "15/minute;150/hour", "20/hour;60/day"


@bp.before_request
def only_where_they_are() -> None:
    if not read_site().private_messages:
        raise NotFound


@bp.get("/conversations")
@signed_in
def list_conversations() -> str:
    page = queries.list_conversations(me(), after=request.args.get("after", ""))
    return render_template("messages/list.html", page=page, unread=queries.count_unread(me()))


@bp.get("/conversations/new")
@signed_in
def new() -> str:
    form = ConversationForm(me(), formdata=None, to=request.args.getlist("to", type=int))
    return _new_page(put_back(form, kept_text()))


@bp.post("/conversations")
@limiter.limit(OPENED)
@signed_in
def start() -> Any:
    form, begun = ConversationForm(me()), []
    if form.wants_to_find:
        return _new_page(form)
    if not is_done(form, lambda: begun.append(writing.open_conversation(
            me(), form.to.data, subject=form.subject.data, source=form.source.data,
            language=form.code))):
        return _new_page(form), 422
    _forget_kept()
    flash(_("Your message is sent."))
    return redirect(url(".show", conversation_id=begun[0].id))


@bp.get("/conversations/<int:conversation_id>")
@signed_in
def show(conversation_id: int) -> str:
    conversation = queries.get_conversation(me(), conversation_id)
    if not request.args.get("after") and taking_part.note_read(me(), conversation):
        store_soon(taking_part.store_read)
    return _page(conversation)


@bp.post("/conversations/<int:conversation_id>/messages")
@limiter.limit(WRITTEN)
@signed_in
def write(conversation_id: int) -> Any:
    conversation, form = queries.get_conversation(me(), conversation_id), reply_form(me())
    if not is_done(form, lambda: writing.write_message(
            me(), conversation, source=form.source.data, language=form.code)):
        return _page(conversation, form), 422
    _forget_kept(conversation_id)
    flash(_("Your message is sent."))
    return redirect(url(".show", conversation_id=conversation_id, _anchor="reply"))


@bp.post("/conversations/<int:conversation_id>/<any(mute, unmute):act>")
@signed_in
def mute(conversation_id: int, act: str) -> Any:
    getattr(taking_part, act)(me(), queries.get_conversation(me(), conversation_id))
    flash(_("You hear of nothing new in it.") if act == "mute" else _("You hear of it again."))
    return redirect(url(".show", conversation_id=conversation_id))


@bp.post("/conversations/<int:conversation_id>/leave")
@signed_in
def leave(conversation_id: int) -> Any:
    taking_part.leave(me(), queries.get_conversation(me(), conversation_id))
    flash(_("You have left the conversation. What you wrote stays with the others."))
    return redirect(url(".list_conversations"))


@bp.get("/conversations/blocked")
@signed_in
def list_blocked() -> str:
    return render_template("messages/blocked.html", blocks=queries.list_blocked(me()))


@bp.post("/conversations/blocked/<int:person_id>/<any(block, unblock):act>")
@signed_in
def block(person_id: int, act: str) -> Any:
    if act == "block":
        taking_part.block(me(), get_person(me(), person_id))
        flash(_("This person cannot write to you any more. They are not told."))
    else:
        taking_part.unblock(me(), person_id)
        flash(_("This person can write to you again."))
    return redirect(url(".list_blocked"))


def link_on_profile(person: Any) -> str:
    """The way to write to somebody (slot profile); no query."""
    if not read_site().private_messages or not me().is_signed_in or me().id == person.id:
        return ""
    return render_template("messages/_link.html", person=person)


def unread_of_reader() -> str:
    """How many of one's conversations hold something new, beside the way to them."""
    unread = queries.count_unread(me()) if read_site().private_messages else 0
    return render_template("messages/_badge.html", unread=unread) if unread else Markup("")


def _new_page(form: ConversationForm) -> str:
    return render_template("messages/new.html", form=form, most=MOST_PEOPLE)


def _page(conversation: Conversation, form: MessageForm | None = None) -> str:
    page = queries.list_messages(conversation, after=request.args.get("after", ""))
    others = [person.id for person in conversation.others_than(me())]
    verdict = policy.may_answer(me(), conversation,
                                blocked_by=queries.list_blocking(others, me()))
    return render_template(
        "messages/conversation.html", conversation=conversation, page=page, verdict=verdict,
        form=form or put_back(reply_form(me(), next(iter(page), None)), kept_text()),
        place=conversation.place_of(me()))


def _forget_kept(conversation_id: int | str = "new") -> None:
    """What was sent is not kept in the browser any longer."""
    flash(f"{me().id}-talk-{conversation_id}", "sent")
