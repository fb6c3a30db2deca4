"""The search box as JSON."""
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cop.base.errors import Invalid
from cop.search.asking import ask
from cop.search.forms import CONDITIONS, FILTERS, LAST_PAGE, PAGE, SearchForm, sort_named
from cop.search.schemas import FoundSchema, SearchWantedSchema, hit_json
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
    if form.is_empty:
        raise Invalid({"q": _("Say what to look for.")})
    answer = ask(me(), form, ui_language())
    found = answer.found
    more = found.total > form.page * PAGE and form.page < LAST_PAGE
    return {"items": [hit_json(hit) for hit in found.hits], "total": found.total,
            "facets": found.facets, "next_page": form.page + 1 if more else None,
            "notes": answer.notes, "corrected_to": answer.meant if answer.is_corrected else "",
            "also": [name.term for row in answer.also for name in row]}


def _form(wanted: dict[str, Any]) -> SearchForm:
    wanted["from"] = wanted.get("from_")
    filters = tuple((name, wanted[name]) for name in (*FILTERS, *CONDITIONS) if wanted.get(name))
    return SearchForm(q=wanted["q"].strip(), filters=filters, page=wanted["page"],
                      sort=sort_named(wanted.get("sort") or ""), expand=wanted["expand"])
