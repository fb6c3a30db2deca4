"""URLs of the queue. What is in whose care is said in `policy.py`."""
import io
from collections.abc import Collection
from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _

from cop.base.sheets import write_csv
from cop.base.text import as_number
from cop.base.verdict import require
from cop.discussions.service.withholding import words_of
from cop.moderation import policy
from cop.moderation.forms import AnswerForm, DecisionForm, ManyForm, NoteForm
from cop.moderation.models.items import ReviewItem
from cop.moderation.queries import items as queries
from cop.moderation.queries.decisions import get_decision, list_decisions
from cop.moderation.queries.items import AGES, Wanted
from cop.moderation.queries.reports import list_reports
from cop.moderation.queries.sanctions import propose_days
from cop.moderation.reasons import GROUNDS, KINDS, REASONS
from cop.moderation.routes.log import bp
from cop.moderation.service import queue as service
from cop.moderation.service.deciding import OUTCOME_NAMES
from cop.moderation.statements import paragraphs
from cop.spaces.models import Space
from cop.web.rendering import ui_language
from cop.web.session import me, signed_in


@bp.get("/moderation")
@signed_in
def queue() -> str:
    require(policy.may_open_queue(me()))
    return queue_page(ManyForm(formdata=None))


@bp.get("/moderation/items.csv")
@signed_in
def items_as_csv() -> Response:
    require(policy.may_open_queue(me()))
    out = io.StringIO()
    write_csv(out, queries.every_item(me(), _wanted()), language=ui_language())
    return csv_answer(out.getvalue(), "moderation-items.csv")


@bp.get("/moderation/items/<int:item_id>")
@signed_in
def show_item(item_id: int) -> str:
    return item_page(queries.get_item(me(), item_id))


@bp.post("/moderation/items/<int:item_id>/claim")
@signed_in
def claim_item(item_id: int) -> Response:
    item = queries.get_item(me(), item_id)
    service.claim_item(me(), item)
    flash(_("It is yours for four hours: nobody else decides it."))
    return redirect(url(".show_item", item_id=item.id))


@bp.post("/moderation/items/<int:item_id>/release")
@signed_in
def release_item(item_id: int) -> Response:
    item = queries.get_item(me(), item_id)
    service.release_item(me(), item)
    flash(_("Others can decide it now."))
    return redirect(url(".show_item", item_id=item.id))


@bp.post("/moderation/items/<int:item_id>/notes")
@signed_in
def write_note(item_id: int) -> Any:
    item, form = queries.get_item(me(), item_id), NoteForm()
    if not form.check():
        return item_page(item, note_form=form), 422
    service.write_note(me(), item, form.text.data)
    flash(_("The note is kept. Only moderators read it."))
    return redirect(url(".show_item", item_id=item.id, _anchor="notes"))


def csv_answer(text: str, name: str) -> Response:
    answer = Response(text.encode("utf-8-sig"), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def queue_page(form: ManyForm, *, chosen: Collection[int] = ()) -> str:
    """`chosen`: what is decided about, if something was wrong with the decision."""
    wanted, after = _wanted(), request.args.get("after", "")
    return render_template(
        "moderation/queue.html", page=queries.list_items(me(), wanted, after), wanted=wanted,
        after=after, kinds=KINDS, reasons=REASONS, ages=AGES, form=form, chosen=chosen,
        spaces=queries.list_spaces_in_care(me()), filters=_filters())


def space_of(item: ReviewItem) -> Space | None:
    return item.post.topic.space if item.post else None


def item_page(item: ReviewItem, form: DecisionForm | None = None,
              answer: AnswerForm | None = None, note_form: NoteForm | None = None) -> str:
    if item.kind == "appeal":
        return _appeal_page(item, answer or AnswerForm(formdata=None))
    return render_template(
        "moderation/item.html", item=item, form=form or _begun(item), policy=policy,
        note_form=note_form or NoteForm(formdata=None), reports=list_reports(item),
        decisions=list_decisions(item), before=queries.list_before(me(), item), kinds=KINDS,
        reasons=REASONS, grounds=GROUNDS, outcomes=OUTCOME_NAMES,
        words=words_of(item.post) if item.post else "")


def _begun(item: ReviewItem) -> DecisionForm:
    return DecisionForm(formdata=None, kind=item.kind, space=space_of(item),
                        data={"days": propose_days(item.person)})


def _appeal_page(item: ReviewItem, form: AnswerForm) -> str:
    decision = get_decision(item.target_id)
    return render_template(
        "moderation/appeal.html", item=item, form=form, decision=decision, kinds=KINDS,
        paragraphs=paragraphs(decision), words=words_of(item.post) if item.post else "")


def _wanted() -> Wanted:
    args = request.args
    return Wanted(
        kind=args.get("kind", "") if args.get("kind") in KINDS else "",
        reason=args.get("reason", "") if args.get("reason") in REASONS else "",
        space_id=_number("space"), hours=_number("age"), mine="mine" in args,
        decided="decided" in args)


def _number(name: str) -> int:
    number = request.args.get(name, 0, type=as_number)
    return number if 0 < number < 2**31 else 0


def _filters() -> dict[str, str]:
    names = ("kind", "reason", "space", "age", "mine", "decided")
    return {name: request.args[name] for name in names if request.args.get(name)}
