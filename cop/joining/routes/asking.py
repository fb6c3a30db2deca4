"""URLs of asking for an account, and of those who let people in."""
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _
from flask_security.recoverable import generate_reset_password_token

from cop.base.errors import Invalid
from cop.base.site import fresh_site
from cop.base.verdict import require
from cop.joining import queries, service
from cop.joining.forms import AskForm, RefuseForm
from cop.joining.policy import may_ask, may_let_in
from cop.people.models import Person
from cop.web.limits import limiter
from cop.web.links import public_url
from cop.web.rendering import ui_language
from cop.web.session import me, open_to_visitors, signed_in

bp = Blueprint("joining", __name__)


@bp.before_app_request
def lead_on() -> Any:
    """Where somebody decides who comes in, registering begins with asking."""
    if request.endpoint == "security.register" and may_ask(fresh_site()):
        return redirect(url("joining.ask"))
    return None


@bp.get("/join")
@open_to_visitors
def ask() -> Any:
    if not may_ask(fresh_site()):
        return redirect(url("security.register"))
    return render_template("joining/ask.html", form=AskForm(formdata=None))


@bp.post("/join")
@limiter.limit("10/hour")
@open_to_visitors
def store_request() -> Any:
    if not may_ask(fresh_site()):
        return redirect(url("security.register"))
    form = AskForm()
    if not form.validate() or not _asked(form):
        return render_template("joining/ask.html", form=form), 422
    flash(_("We have sent a letter to %(email)s. Somebody looks at your request in the next days.",
            email=form.email.data))
    return redirect(url("pages.home"))


@bp.get("/admin/joining")
@signed_in
def list_asking() -> str:
    require(may_let_in(me()))
    refused = request.args.get("state") == "refused"
    page = queries.list_asking(me(), refused=refused, after=request.args.get("after", ""))
    return render_template("joining/desk.html", page=page, refused=refused)


@bp.post("/admin/joining/<int:request_id>/let-in")
@signed_in
def let_in(request_id: int) -> Response:
    person = service.let_in(me(), queries.get_asking(me(), request_id), address_of)
    flash(_("%(name)s is let in, and has a letter.", name=person.name))
    return redirect(url(".list_asking"))


@bp.route("/admin/joining/<int:request_id>/refuse", methods=["GET", "POST"])
@signed_in
def refuse(request_id: int) -> Any:
    asked, form = queries.get_asking(me(), request_id), RefuseForm()
    if not form.validate_on_submit():
        status = 422 if request.method == "POST" else 200
        return render_template("joining/refuse.html", form=form, asked=asked), status
    service.refuse(me(), asked, form.reason.data)
    flash(_("%(name)s has a letter with your reason.", name=asked.name))
    return redirect(url(".list_asking"))


def _asked(form: AskForm) -> bool:
    """What only the service knows to be wrong stands at its field, too."""
    try:
        service.ask(name=form.name.data, email=form.email.data, words=form.words.data,
                    language=ui_language())
    except Invalid as refusal:
        for name, sentence in refusal.fields.items():
            form[name].errors = [*form[name].errors, sentence]
        return False
    return True


def address_of(person: Person) -> str:
    token = generate_reset_password_token(person)
    return public_url(url("security.reset_password", token=token))
