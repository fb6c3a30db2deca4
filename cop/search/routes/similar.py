"""URLs of what is there already, for who types the title of a new topic."""
from typing import Any

from flask import render_template, request

from cop.base.text import clean
from cop.search.routes.search import bp
from cop.search.similar import similar
from cop.vocabulary.lists import LANGUAGES
from cop.web.limits import limiter
from cop.web.rendering import ui_language
from cop.web.session import me, open_to_visitors

LONGEST_TITLE = 150  # characters


@bp.get("/search/similar")
@limiter.limit("120/minute")
@open_to_visitors
def show_similar() -> str:
    """A part of a page, for the script beside the field of the title."""
    title, language = request.args.get("title", ""), request.args.get("lang", "")
    return _list(title, language)


def similar_beside(form: Any) -> str:
    """The place for it below a title (slot title_similar); filled where a topic is previewed."""
    shown = _list(form.title.data, form.language.data) if "preview" in request.form else ""
    return render_template("search/_similar_place.html", list=shown)


def _list(title: str, language: str) -> str:
    language = language if language in LANGUAGES else ui_language()
    hits = similar(me(), " ".join(clean(title).split())[:LONGEST_TITLE], language)
    return render_template("search/_similar.html", hits=hits)
