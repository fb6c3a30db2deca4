"""URLs of the thesaurus: where curators keep it, and where everybody gets it as SKOS."""
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _

from cop.base.errors import Invalid, NotFound
from cop.base.text import clean
from cop.base.verdict import require
from cop.search.models.thesaurus import ThesaurusEdit
from cop.search.policy import may_edit_thesaurus
from cop.search.queries.thesaurus import get_concept, list_edits, read_thesaurus
from cop.search.queries.words import list_missed
from cop.search.service import thesaurus as service
from cop.search.service.words import forget_missed
from cop.search.thesaurus.concepts import Concept, Thesaurus
from cop.search.thesaurus.forms import ConceptForm, NameForm, PlaceForm, RelateForm, TermForm
from cop.search.thesaurus.skos import as_json_ld
from cop.vocabulary.words import alphabetical, comparable
from cop.web.links import public_url
from cop.web.rendering import site, ui_language
from cop.web.session import me, open_to_visitors, signed_in

bp = Blueprint("thesaurus", __name__)


@bp.get("/thesaurus.jsonld")
@open_to_visitors
def as_skos() -> Response:
    """For everybody, the same for all."""
    graph = as_json_ld(read_thesaurus().thesaurus, public_url(url(".as_skos")),
                       {"en": f"Thesaurus · {site().name}"})
    answer = jsonify(graph)
    answer.mimetype = "application/ld+json"
    return answer


@bp.get("/admin/thesaurus")
@signed_in
def overview() -> str:
    require(may_edit_thesaurus(me()))
    proposed = {"language": ui_language(), "term": clean(request.args.get("term", ""))[:100]}
    return _overview_page(ConceptForm(
        formdata=None, concepts=_choices(read_thesaurus().thesaurus), data=proposed))


@bp.post("/admin/thesaurus")
@signed_in
def open_concept() -> Any:
    form = _filled(ConceptForm)
    edit = form.validate_on_submit() and _changed(
        form, service.open_concept, form.language.data, form.term.data, form.broader.data)
    if not edit:
        return _overview_page(form), 422
    flash(_("The concept is there, and searches use it."))
    return redirect(url(".show_concept", code=edit.concept))


@bp.post("/admin/thesaurus/missed/<int:missed_id>/forget")
@signed_in
def forget(missed_id: int) -> Response:
    require(may_edit_thesaurus(me()))
    forget_missed(missed_id)
    flash(_("The proposal is gone."))
    return redirect(url(".overview"))


@bp.get("/admin/thesaurus/<code>")
@signed_in
def show_concept(code: str) -> str:
    require(may_edit_thesaurus(me()))
    return _concept_page(get_concept(code))


@bp.post("/admin/thesaurus/<code>/terms")
@signed_in
def add_term(code: str) -> Any:
    concept, form = get_concept(code), _filled(TermForm)
    change = service.prefer_term if form.preferred.data else service.add_term
    if not form.validate_on_submit() or not _changed(
            form, change, code, form.language.data, form.term.data):
        return _concept_page(concept, form), 422
    flash(_("The term is there, and searches use it."))
    return redirect(url(".show_concept", code=code))


@bp.post("/admin/thesaurus/<code>/<any(prefer, retire):act>")
@signed_in
def change_term(code: str, act: str) -> Response:
    form = NameForm()
    change = service.prefer_term if act == "prefer" else service.retire_term
    change(me(), get_concept(code).code, form.language.data, form.term.data)
    flash(_("It is changed, and searches follow at once."))
    return _back_to(code)


@bp.post("/admin/thesaurus/<code>/place")
@signed_in
def place(code: str) -> Any:
    concept, form = get_concept(code), _filled(PlaceForm)
    if not _changed(form, service.place_below, code, form.broader.data or ""):
        return _concept_page(concept, place_form=form), 422
    flash(_("The concept has its new place."))
    return _back_to(code)


@bp.post("/admin/thesaurus/<code>/<any(relate, unrelate):act>")
@signed_in
def relate(code: str, act: str) -> Any:
    concept, form = get_concept(code), _filled(RelateForm)
    change = service.relate if act == "relate" else service.unrelate
    if not form.validate_on_submit() or not _changed(form, change, code, form.other.data):
        return _concept_page(concept, relate_form=form), 422
    flash(_("It is changed, and searches follow at once."))
    return _back_to(code)


def _overview_page(form: ConceptForm) -> str:
    require(may_edit_thesaurus(me()))
    thesaurus = read_thesaurus().thesaurus
    words = comparable(clean(request.args.get("q", ""))[:100])
    found = [concept for concept in thesaurus if words and any(
        words in comparable(name.term) for name in concept.names)]
    return render_template("search/thesaurus.html", form=form, thesaurus=thesaurus, found=found,
                           words=words, missed=list_missed(me()))


def _changed(form: Any, change: Callable[..., ThesaurusEdit], *given: str) -> bool | ThesaurusEdit:
    """What was changed; what only the service knows to be wrong stands at its field."""
    try:
        return change(me(), *given)
    except Invalid as refusal:
        for name, sentence in refusal.fields.items():
            form[name].errors = [*form[name].errors, sentence]
        return False


def _concept_page(concept: Concept, term_form: TermForm | None = None,
                  relate_form: RelateForm | None = None,
                  place_form: PlaceForm | None = None) -> str:
    thesaurus = read_thesaurus().thesaurus
    choices = _choices(thesaurus)
    return render_template(
        "search/concept.html", concept=concept, thesaurus=thesaurus,
        edits=list_edits(me(), concept.code),
        term_form=term_form or TermForm(formdata=None, data={"language": ui_language()}),
        place_form=place_form or PlaceForm(
            formdata=None, concepts=choices, data={"broader": concept.broader}),
        relate_form=relate_form or RelateForm(formdata=None, concepts=choices))


def _back_to(code: str) -> Response:
    """To the concept; to all of them where it has lost its last term."""
    try:
        get_concept(code)
    except NotFound:
        return redirect(url(".overview"))
    return redirect(url(".show_concept", code=code))


def _filled(form: Any) -> Any:
    return form(concepts=_choices(read_thesaurus().thesaurus))


def _choices(thesaurus: Thesaurus) -> list[tuple[str, str]]:
    named = [(concept.code, concept.label(ui_language())) for concept in thesaurus]
    return sorted(named, key=lambda choice: alphabetical(choice[1], ui_language()))
