"""URLs of one's own data: what is known, a copy of it, consents, requests, being forgotten."""
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, send_file
from flask import url_for as url
from flask_babel import gettext as _

from cop.base.care import list_held
from cop.base.clock import now
from cop.base.site import read_site
from cop.base.text import excerpt, running
from cop.base.verdict import require
from cop.files import storage
from cop.people.fields import put_back
from cop.people.queries import count_administrators
from cop.rights import policy
from cop.rights.forms import KIND_NAMES, AskForm, EraseForm
from cop.rights.queries import desk, own
from cop.rights.queries.counting import count_own
from cop.rights.service import asking
from cop.web.session import confirmed, kept_text, me, signed_in

bp = Blueprint("rights", __name__)


@bp.get("/me/data")
@signed_in
def my_data() -> str:
    return render_template(
        "rights/mine.html", person=me(), counts=count_own(me()),
        exports=own.list_exports(me()), consents=own.list_consents(me()),
        looks=own.list_looks(me()), requests=own.list_own_requests(me()), kinds=KIND_NAMES)


@bp.post("/me/data/exports")
@confirmed
def ask_export() -> Response:
    asking.ask_export(me())
    flash(_("Your copy is being made. You get a letter when it is ready, within 24 hours."))
    return redirect(url(".my_data"))


@bp.get("/me/data/exports/<int:export_id>.zip")
@confirmed
def fetch_export(export_id: int) -> Response:
    export = own.get_export(me(), export_id)
    answer = send_file(storage.source_of_export(export.name), mimetype="application/zip",
                       as_attachment=True, download_name=f"my-data-{export.ready_at:%Y-%m-%d}.zip")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/me/data/erase")
@confirmed
def erase() -> str:
    return _erase_page(put_back(EraseForm(formdata=None, posts=_posts()), kept_text()))


@bp.post("/me/data/erase")
@confirmed
def ask_erasure() -> Any:
    require(_may_erase())
    form = EraseForm(posts=_posts())
    if not form.validate_on_submit():
        return _erase_page(form), 422
    asked = asking.ask_erasure(me(), **form.chosen)
    flash(_("Your request has the number %(number)s.", number=asked.number))
    return redirect(url(".show_request", request_id=asked.id))


@bp.get("/me/data/ask")
@signed_in
def ask() -> str:
    form = put_back(AskForm(formdata=None), kept_text())
    return render_template("rights/ask.html", form=form, days=asking.ANSWER_WITHIN.days)


@bp.post("/me/data/ask")
@signed_in
def store_request() -> Any:
    form = AskForm()
    if not form.validate_on_submit():
        return render_template("rights/ask.html", form=form, days=asking.ANSWER_WITHIN.days), 422
    asked = asking.ask_something(me(), form.kind.data, form.words.data)
    flash(_("Your request has the number %(number)s.", number=asked.number))
    return redirect(url(".show_request", request_id=asked.id))


@bp.get("/me/data/requests/<int:request_id>")
@signed_in
def show_request(request_id: int) -> str:
    return render_template("rights/request.html", asked=_own(request_id), kinds=KIND_NAMES,
                           policy=policy)


@bp.post("/me/data/requests/<int:request_id>/cancel")
@signed_in
def cancel_request(request_id: int) -> Response:
    asked = _own(request_id)
    asking.cancel(me(), asked)
    flash(_("You have taken your request back. Nothing was changed."))
    return redirect(url(".show_request", request_id=asked.id))


def _own(request_id: int) -> Any:
    return desk.get_request(me(), request_id, own_only=True)


def _posts() -> list[tuple[int, str]]:
    return [(post.id, f"{topic.title} – {excerpt(running(post.html), 90)}")
            for post, topic in own.list_own_posts(me())]


def _may_erase() -> Any:
    return policy.may_ask_erasure(me(), open_one=own.find_open_erasure(me()),
                                  administrators=count_administrators())


def _erase_page(form: EraseForm) -> str:
    return render_template(
        "rights/erase.html", form=form, held=list_held(me()),
        verdict=_may_erase(), most=own.MOST_POSTS,
        decisions=read_site(), today=now().date(), days=asking.ANSWER_WITHIN.days)
