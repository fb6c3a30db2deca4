"""URLs of the search box."""
from dataclasses import replace
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
)
from flask import url_for as url

from cop.base.content_version import read_index_version
from cop.base.text import clean
from cop.cases.models.cases import Case
from cop.discussions.models.topics import Topic
from cop.search.asking import FEW, Answer, ask, languages_read
from cop.search.box.advanced import AdvancedForm
from cop.search.facets import facets
from cop.search.forms import LAST_PAGE, PAGE, SearchForm
from cop.search.queries import index as queries
from cop.search.service.index import is_lost
from cop.search.service.words import note_missed
from cop.search.similar import similar
from cop.search.suggesting import suggest_themes, suggest_titles
from cop.web.limits import limiter
from cop.web.page_cache import same_for_visitors_while
from cop.web.rendering import ui_language
from cop.web.session import me, open_to_visitors
from cop.web.transaction import afterwards

bp = Blueprint("search", __name__)
#: Of what is being typed no more is looked at.
LONGEST_TYPED = 200  # characters


@bp.get("/search")
@same_for_visitors_while(read_index_version)
@limiter.limit("60/minute")
@open_to_visitors
def search() -> str:
    form = replace(SearchForm.read(request.args), grouped=True)
    spaces = queries.list_space_names(me())
    answer = None if form.is_empty else ask(me(), form, ui_language(), spaces)
    is_lacking = answer and answer.found.total <= FEW and is_lost()
    if answer and not is_lacking:
        _note_missed(form, answer)
    if answer:
        beside = facets(form, answer.found, spaces, ui_language())
    return render_template("search/search.html", form=form, answer=answer,
                           is_lacking=is_lacking,
                           facets=answer and beside, next=answer and _next(form, answer))


@bp.get("/search/advanced")
@open_to_visitors
def advanced() -> Any:
    """A form that writes the language of the box for those who do not know it."""
    form = AdvancedForm(request.args)
    if "every" in request.args and (words := form.words(ui_language())):
        return redirect(url(".search", q=words))
    spaces = queries.list_space_names(me())
    return render_template("search/advanced.html", form=form.with_spaces(spaces))


@bp.get("/search/suggest")
@limiter.limit("240/minute")
@open_to_visitors
def suggest() -> Response:
    """Options for the box while somebody types."""
    typed = clean(request.args.get("q", ""))[:LONGEST_TYPED].strip()
    languages = languages_read(me(), ui_language())
    return _private(render_template(
        "search/_suggestions.html", hits=suggest_titles(me(), typed),
        themes=suggest_themes(typed, languages)))


@bp.get("/search/alike")
@limiter.limit("120/minute")
@open_to_visitors
def show_alike() -> Any:
    """Topics and cases alike, as a page; with `part` only the list, nothing when there is none."""
    text = clean(request.args.get("q", ""))[:LONGEST_TYPED].strip()
    language, own = request.args.get("lang") or ui_language(), request.args.get("without", "")
    hits = similar(me(), text, language, but=own)
    if "part" in request.args:
        return _private(render_template("search/_alike_list.html", hits=hits))
    return render_template("search/alike.html", hits=hits, text=text, language=language)


def beside_topic(topic: Topic) -> str:
    """Beside a topic."""
    return _alike(f"topic:{topic.id}", topic.title, topic.language)


def beside_case(case: Case) -> str:
    """Beside a case."""
    return _alike(f"case:{case.id}", case.title, case.language)


def _alike(own: str, text: str, language: str) -> str:
    """Where to look for it: pages that are read need not wait for what is beside them."""
    address = {"q": text[:LONGEST_TYPED], "lang": language, "without": own}
    return render_template("search/_alike.html", address=address)


def _private(fragment: str) -> Response:
    response = make_response(fragment)
    response.headers["Cache-Control"] = "private, max-age=60"
    return response


def _next(form: SearchForm, answer: Answer) -> str:
    """The address of the results that follow."""
    if answer.found.length <= form.page * PAGE or form.page >= LAST_PAGE:
        return ""
    after = answer.found.after if form.sort == "newest" else None
    return form.address(page=form.page + 1, after=after)


def _note_missed(form: SearchForm, answer: Answer) -> None:
    """What found nothing anywhere may be a term that is missing in the thesaurus."""
    if form.q and not form.filters and (answer.is_corrected or not answer.found.total):
        key, text = current_app.config["SECRET_KEY"], form.q
        afterwards(lambda: note_missed(text, key))
