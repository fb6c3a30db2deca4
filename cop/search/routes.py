"""URLs of search."""
from flask import Blueprint, render_template, request
from flask_babel import get_locale

from cop.search import queries, service
from cop.search.forms import LAST_PAGE, PAGE, SearchForm
from cop.web.limits import limiter
from cop.web.session import me

bp = Blueprint("search", __name__)


@bp.get("/search")
@limiter.limit("60/minute")
def search():
    form = SearchForm.read(request.args)
    found = service.find(me(), form.search(_languages())) if form.q or form.filters else None
    more = bool(found) and found.total > form.page * PAGE and form.page < LAST_PAGE
    return render_template("search/search.html", form=form, found=found, more=more,
                           kinds=queries.KINDS, spaces=queries.list_space_names(me()))


def _languages() -> tuple[str, ...]:
    """The reader's languages, the interface's, and those most members write."""
    read = getattr(me(), "languages", None) or ()
    return tuple({*read, get_locale().language, "en", "it", "fr", "es", "de"})
