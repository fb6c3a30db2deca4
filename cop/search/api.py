"""The search box as JSON."""
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cop.base.errors import Invalid
from cop.search.forms import FILTERS, LAST_PAGE, PAGE, SearchForm
from cop.search.queries import index as queries
from cop.search.schemas import FoundSchema, SearchWantedSchema, hit_json
from cop.search.service import index as service
from cop.web.api import Blueprint
from cop.web.rendering import ui_language
from cop.web.session import me

bp = Blueprint("search", __name__, description=_l("Search"))


@bp.route("/search")
@bp.doc(summary=_l("Topics, posts, cases, people and spaces, the most fitting first"))
@bp.arguments(SearchWantedSchema, location="query")
@bp.response(200, FoundSchema)
def search(wanted: dict[str, Any]) -> dict[str, Any]:
    form = _form(wanted)
    if not form.q and not form.filters:
        raise Invalid({"q": _("Say what to look for.")})
    found = service.find(me(), form.search(queries.languages_for(me(), ui_language())))
    more = found.total > form.page * PAGE and form.page < LAST_PAGE
    return {"items": [hit_json(hit) for hit in found.hits], "total": found.total,
            "facets": found.facets, "next_page": form.page + 1 if more else None}


def _form(wanted: dict[str, Any]) -> SearchForm:
    filters = tuple((name, wanted[name]) for name in FILTERS if wanted.get(name))
    return SearchForm(q=wanted["q"].strip(), filters=filters, page=wanted["page"],
                      newest_first=wanted.get("sort") == "date")
