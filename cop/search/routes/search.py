"""URLs of the search box."""
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request
from flask import url_for as url

from cop.search.asking import Answer, ask
from cop.search.box.advanced import AdvancedForm
from cop.search.facets import facets
from cop.search.forms import LAST_PAGE, PAGE, SearchForm
from cop.search.queries import index as queries
from cop.search.service.words import note_missed
from cop.web.limits import limiter
from cop.web.rendering import ui_language
from cop.web.session import me
from cop.web.transaction import afterwards

bp = Blueprint("search", __name__)


@bp.get("/search")
@limiter.limit("60/minute")
def search() -> str:
    form, spaces = SearchForm.read(request.args), queries.list_space_names(me())
    answer = None if form.is_empty else ask(me(), form, ui_language(), spaces)
    if answer:
        _note_missed(form, answer)
        beside = facets(form, answer.found, spaces, ui_language())
    return render_template("search/search.html", form=form, answer=answer,
                           facets=answer and beside, next=answer and _next(form, answer))


@bp.get("/search/advanced")
def advanced() -> Any:
    """A form that writes the language of the box for those who do not know it."""
    form = AdvancedForm(request.args)
    if "every" in request.args and (words := form.words(ui_language())):
        return redirect(url(".search", q=words))
    spaces = queries.list_space_names(me())
    return render_template("search/advanced.html", form=form.with_spaces(spaces))


def _next(form: SearchForm, answer: Answer) -> str:
    """The address of the results that follow."""
    if answer.found.total <= form.page * PAGE or form.page >= LAST_PAGE:
        return ""
    after = answer.found.after if form.sort == "newest" else None
    return form.address(page=form.page + 1, after=after)


def _note_missed(form: SearchForm, answer: Answer) -> None:
    """What found nothing anywhere may be a term that is missing in the thesaurus."""
    if form.q and not form.filters and (answer.is_corrected or not answer.found.total):
        key, text = current_app.config["SECRET_KEY"], form.q
        afterwards(lambda: note_missed(text, key))
