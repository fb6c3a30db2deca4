"""URLs where a case is translated, and where it is decided what readers are offered.

Who may is said in `policy/translations.py`; a translation is read at the address of its case.
"""
from typing import Any

from flask import flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _

from cop.base.diff import compare
from cop.base.errors import Forbidden, Invalid
from cop.base.verdict import require
from cop.cases import privacy
from cop.cases.changes import Change
from cop.cases.forms.reasons import ReasonForm
from cop.cases.forms.translating import LanguageForm, TranslationForm, translation_form
from cop.cases.models.cases import Case
from cop.cases.models.translations import CaseTranslation
from cop.cases.policy import translations as policy
from cop.cases.queries import translations as queries
from cop.cases.queries.cases import get_case
from cop.cases.reading import Reading, out_of_date, untranslated
from cop.cases.routes.reading import address, bp
from cop.cases.service import machines
from cop.cases.service import translating as service
from cop.cases.template import Template, get_template
from cop.web.rendering import ui_language
from cop.web.session import me, open_to_visitors, signed_in


@bp.get("/cases/<int:case_id>/translations")
@open_to_visitors
def list_translations(case_id: int) -> str:
    case = get_case(me(), case_id)
    return _list_page(case, _language_form(case, formdata=None))


@bp.post("/cases/<int:case_id>/translations")
@signed_in
def begin_translation(case_id: int) -> Any:
    """Into the language chosen: by hand, or by the machine where there is one."""
    case = get_case(me(), case_id)
    form = _language_form(case)
    by_machine = request.form.get("act") == "machine"
    begin = machines.order_machine if by_machine else service.begin_translation
    try:
        draft = begin(me(), case, form.language.data)
    except (Invalid, Forbidden) as refusal:
        return _ask_again(case, form, refusal)
    if draft:
        return redirect(url(".edit_translation", translation_id=draft.id))
    flash(_("The machine translates. What it writes appears here as a draft of yours."))
    return redirect(url(".list_translations", case_id=case.id))


@bp.get("/translations/<int:translation_id>")
@signed_in
def show_translation(translation_id: int) -> str:
    """Beside the original, for who decides about it."""
    return _beside_page(queries.get_translation(me(), translation_id))


@bp.get("/translations/<int:translation_id>/edit")
@signed_in
def edit_translation(translation_id: int) -> str:
    translation = queries.get_translation(me(), translation_id)
    require(policy.may_write_translation(me(), translation))
    return _form_page(translation, _form_of(translation, formdata=None))


@bp.post("/translations/<int:translation_id>/edit")
@signed_in
def store_translation(translation_id: int) -> Any:
    translation = queries.get_translation(me(), translation_id)
    require(policy.may_write_translation(me(), translation))
    form = _form_of(translation)
    if form.was_overtaken(translation):
        return _form_page(translation, form, overtaken=True), 409
    if not form.check():
        return _form_page(translation, form), 422
    _save(translation, form)
    if request.form.get("act") == "propose":
        return _propose(translation)
    flash(_("Your draft is saved. Nobody else sees it."))
    return redirect(url(".edit_translation", translation_id=translation.id))


@bp.post("/translations/<int:translation_id>/accept")
@signed_in
def accept_translation(translation_id: int) -> Any:
    translation = queries.get_translation(me(), translation_id)
    service.accept_translation(me(), translation)
    flash(_("Readers are offered this translation now."))
    return redirect(_read(translation))


@bp.post("/translations/<int:translation_id>/decline")
@signed_in
def decline_translation(translation_id: int) -> Any:
    translation, form = queries.get_translation(me(), translation_id), ReasonForm()
    require(policy.may_decide_translation(me(), translation))
    if not form.validate():
        return _beside_page(translation, form), 422
    service.decline_translation(me(), translation, form.reason.data)
    flash(_("Its translator reads your reason and can take it up again."))
    return redirect(url(".list_translations", case_id=translation.case_id))


@bp.post("/translations/<int:translation_id>/drop")
@signed_in
def drop_translation(translation_id: int) -> Any:
    translation = queries.get_translation(me(), translation_id)
    case_id = translation.case_id
    service.drop_translation(me(), translation)
    flash(_("The translation is thrown away."))
    return redirect(url(".list_translations", case_id=case_id))


def _save(translation: CaseTranslation, form: TranslationForm) -> None:
    service.save_translation(
        me(), translation, form.texts, still_right=form.still_right,
        is_own_work=form.own_work.data)


def _propose(translation: CaseTranslation) -> Any:
    try:
        service.propose_translation(me(), translation)
    except Invalid as refusal:
        form = _form_of(translation, formdata=None)
        form.say(refusal.fields)
        return _form_page(translation, form), 422
    if translation.state == "accepted":
        flash(_("Readers are offered this translation now."))
        return redirect(_read(translation))
    flash(_("Thank you: who keeps this case, or a curator, looks at your translation."))
    return redirect(url(".list_translations", case_id=translation.case_id))


def _list_page(case: Case, form: LanguageForm) -> str:
    translations = queries.list_translations(me(), case)
    revision = queries.text_to_translate(case)
    return render_template(
        "cases/translations.html", case=case, form=form, policy=policy, revision=revision,
        translations=translations,
        changed={each.id: out_of_date(each, revision) for each in translations},
        missing={each.id: untranslated(each, revision) for each in translations})


def _form_page(translation: CaseTranslation, form: TranslationForm, *,
               overtaken: bool = False) -> str:
    """Beside each field what the original says, and what it said when it was translated.
    `overtaken`: also what was saved in another window meanwhile."""
    revision, template = _original(translation)
    form.opened_with.data = translation.save_count
    found = privacy.find_personal(template, _said(translation, revision))
    return render_template(
        "cases/translate.html", case=translation.case, translation=translation, form=form,
        revision=revision, changed=_changes(translation, revision), personal=found,
        saved=_saved_meanwhile(translation, form) if overtaken else {})


def _beside_page(translation: CaseTranslation, form: ReasonForm | None = None) -> str:
    revision, template = _original(translation)
    return render_template(
        "cases/translation.html", case=translation.case, translation=translation, policy=policy,
        declining=form or ReasonForm(formdata=None), revision=revision, template=template,
        reading=Reading(revision, translation), changed=_changes(translation, revision),
        personal=privacy.find_personal(template, _said(translation, revision)))


def _original(translation: CaseTranslation) -> tuple[Any, Template]:
    revision = queries.text_to_translate(translation.case)
    return revision, get_template(revision.template_version)


def _said(translation: CaseTranslation, revision: Any) -> dict[str, Any]:
    """What a translation says, and where: identifiers differ from country to country."""
    return translation.fields | {"country": revision.fields.get("country", "")}


def _changes(translation: CaseTranslation, revision: Any) -> dict[str, Any]:
    """field → how the original changed since it was translated."""
    return {field.name: compare(translation.originals[field.name],
                                str(revision.fields[field.name]))
            for field in out_of_date(translation, revision)}


def _saved_meanwhile(translation: CaseTranslation, form: TranslationForm) -> dict[str, Change]:
    """field → how what is typed differs from what is stored."""
    stored = translation.fields
    return {name: Change(name, form[name].label.text, compare(stored.get(name, ""), text))
            for name, text in form.texts.items() if text != stored.get(name, "")}


def _form_of(translation: CaseTranslation, **kwargs: Any) -> TranslationForm:
    revision, template = _original(translation)
    return translation_form(translation, template, revision.values, **kwargs)


def _ask_again(case: Case, form: LanguageForm, refusal: Invalid | Forbidden) -> Any:
    form.language.errors = [str(refusal)]
    return _list_page(case, form), 422 if isinstance(refusal, Invalid) else 403


def _language_form(case: Case, **kwargs: Any) -> LanguageForm:
    likely = dict.fromkeys([*getattr(me(), "languages", ()), ui_language()])
    return LanguageForm(likely=list(likely), original=case.language, **kwargs)


def _read(translation: CaseTranslation) -> str:
    return address(translation.case, **{"in": translation.language})
