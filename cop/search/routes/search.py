"""URLs of the search box."""
from flask import Blueprint, render_template, request

from cop.search.forms import LAST_PAGE, PAGE, SearchForm
from cop.search.queries import index as queries
from cop.search.service import index as service
from cop.web.limits import limiter
from cop.web.rendering import ui_language
from cop.web.session import me

bp = Blueprint("search", __name__)


@bp.get("/search")
@limiter.limit("60/minute")
def search() -> str:
    form = SearchForm.read(request.args)
    languages = queries.languages_for(me(), ui_language())
    found = service.find(me(), form.search(languages)) if form.q or form.filters else None
    more = bool(found) and found.total > form.page * PAGE and form.page < LAST_PAGE
    return render_template("search/search.html", form=form, found=found, more=more,
                           kinds=queries.KINDS, spaces=queries.list_space_names(me()))
