"""URLs of saved searches: one's own, and the page that stops alerts for whoever has the letter."""
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _

from cop.people.service.addresses import make_address
from cop.search.forms import SearchForm
from cop.search.models.saved import SavedSearch
from cop.search.queries import saved as queries
from cop.search.saved import SavedSearchForm, form_of, likely_name
from cop.search.service import saved as service
from cop.web.links import public_url
from cop.web.session import me, open_to_visitors, signed_in

bp = Blueprint("saved", __name__)


@bp.get("/me/searches")
@signed_in
def own_searches() -> str:
    searches = [(saved, form_of(saved.address)) for saved in queries.list_saved(me())]
    return render_template("search/saved.html", searches=searches)


@bp.get("/me/searches/new")
@signed_in
def new_search() -> Any:
    asked = SearchForm.read(request.args)
    if asked.is_empty:
        return redirect(url("search.search"))
    form = SavedSearchForm(formdata=None, name=likely_name(asked), frequency="daily",
                           asked=asked.address(sort="relevance"))
    return _form_page(form, asked, url(".save_search"))


@bp.post("/me/searches")
@signed_in
def save_search() -> Any:
    form = SavedSearchForm()
    asked = form_of(form.asked.data or "")
    if not form.validate_on_submit():
        return _form_page(form, asked, url(".save_search")), 422
    service.save_search(me(), asked.address(), **form.wishes)
    flash(_("The search is saved."))
    return redirect(url(".own_searches"))


@bp.get("/me/searches/<int:saved_id>")
@signed_in
def open_search(saved_id: int) -> Response:
    """Its results, the newest first."""
    asked = form_of(queries.get_saved(me(), saved_id).address)
    return redirect(url("search.search") + asked.address(sort="newest"))


@bp.get("/me/searches/<int:saved_id>/edit")
@signed_in
def edit_search(saved_id: int) -> str:
    saved = queries.get_saved(me(), saved_id)
    return _edit_page(SavedSearchForm(formdata=None, obj=saved), saved)


@bp.post("/me/searches/<int:saved_id>")
@signed_in
def change_search(saved_id: int) -> Any:
    saved, form = queries.get_saved(me(), saved_id), SavedSearchForm()
    if not form.validate_on_submit():
        return _edit_page(form, saved), 422
    service.change_search(me(), saved, **form.wishes)
    flash(_("The search is saved."))
    return redirect(url(".own_searches"))


@bp.post("/me/searches/<int:saved_id>/delete")
@signed_in
def delete_search(saved_id: int) -> Response:
    saved = queries.get_saved(me(), saved_id)
    service.delete_search(me(), saved)
    flash(_("The search “%(name)s” is deleted.", name=saved.name))
    return redirect(url(".own_searches"))


@bp.post("/me/searches/<int:saved_id>/feed")
@signed_in
def make_feed(saved_id: int) -> Any:
    """A feed of it, at a secret address."""
    saved = queries.get_saved(me(), saved_id)
    _address, secret = make_address(me(), "feed", "searches", str(saved.id))
    page = render_template("pages/new_feed.html", name=saved.name,
                           address=public_url(url("feeds.private", secret=secret)))
    return page, 201, {"Cache-Control": "no-store"}


@bp.get("/searches/stop/<token>")
@open_to_visitors
def ask_to_stop(token: str) -> str:
    """Programs that look at every link in a letter stop nothing: the button does."""
    return _stop_page(queries.get_saved_to_stop(token))


@bp.post("/searches/stop/<token>")
@open_to_visitors
def stop(token: str) -> str:
    """Mail programs send this for their reader (RFC 8058), without a page of ours before it."""
    saved = queries.get_saved_to_stop(token)
    several = request.args.get("all") == "1"
    for each in queries.list_saved(saved.person) if several else [saved]:
        service.stop_alerts(each)
    return _stop_page(saved, stopped=True)


def _form_page(form: SavedSearchForm, asked: SearchForm, action: str) -> str:
    return render_template("search/save.html", form=form, asked=asked, action=action, saved=None)


def _edit_page(form: SavedSearchForm, saved: SavedSearch) -> str:
    action = url(".change_search", saved_id=saved.id)
    return render_template("search/save.html", form=form, asked=form_of(saved.address),
                           action=action, saved=saved)


def _stop_page(saved: SavedSearch, *, stopped: bool = False) -> str:
    return render_template("search/stop.html", saved=saved, stopped=stopped,
                           several=request.args.get("all") == "1")
