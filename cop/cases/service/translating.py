"""Translating a case: begin, save in parts, propose, accept or decline. Who may: `policy`.

Whoever keeps the case, or a curator, lets readers have a translation; what they wrote themselves
needs nobody else. What a machine wrote they read first.
"""
from collections.abc import Collection, Mapping

from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.verdict import require
from cop.cases.events import (
    TranslationAccepted,
    TranslationDeclined,
    TranslationProposed,
)
from cop.cases.models.cases import Case
from cop.cases.models.translations import CaseTranslation
from cop.cases.policy.translations import (
    decides,
    may_decide_translation,
    may_drop_translation,
    may_translate,
    may_write_translation,
)
from cop.cases.queries.translations import (
    find_accepted,
    find_own_draft,
    list_all_translations,
    text_to_translate,
)
from cop.cases.reading import asked_in_translation, texts_of
from cop.cases.service.steps import clean_reason, lock, refuse_problems
from cop.cases.template import Template, get_template
from cop.people.models import Person
from cop.vocabulary.lists import LANGUAGES

#: Without these in its language a translation helps nobody.
NEEDED = ("title", "summary")


def begin_translation(person: Person, case: Case, language: str) -> CaseTranslation:
    """One's own draft of a translation: the one begun before, else a new one that starts from
    what readers are offered in that language now."""
    if language not in LANGUAGES:
        raise Invalid({"language": _("Please choose a language.")})
    lock(case)
    require(may_translate(person, case, language))
    if draft := find_own_draft(person, case, language):
        return draft
    offered = find_accepted(case, language)
    draft = CaseTranslation(case_id=case.id, case=case, language=language,
                            translator_id=person.id)
    if offered:
        draft.fields, draft.originals = dict(offered.fields), dict(offered.originals)
        draft.html, draft.machine = dict(offered.html), offered.machine
    return add(draft)


def save_translation(person: Person, translation: CaseTranslation, texts: Mapping[str, str], *,
                     still_right: Collection[str] = (), is_own_work: bool = False) -> None:
    """Keep the texts that are given; the other fields stay as they are. A text that was not
    changed counts as translated from the original of today when it is named in `still_right`.

    `is_own_work`: a machine wrote it first, and the translator has gone through all of it.
    """
    lock(translation.case)
    db.session.refresh(translation)
    require(may_write_translation(person, translation))
    template, originals = _original(translation.case)
    taken = {name: template.field(name).take(text) for name, text in texts.items()
             if name in originals}
    refuse_problems(translation_problems(template, originals, taken))
    changed = {name: text for name, text in taken.items()
               if text != translation.fields.get(name, "")}
    fresh = {*changed, *(set(still_right) & originals.keys())}
    translation.originals = translation.originals | {name: originals[name] for name in fresh}
    write_texts(translation, template, translation.fields | changed)
    translation.machine = "" if is_own_work else translation.machine
    translation.state, translation.updated_at = "draft", now()
    translation.save_count += 1


def propose_translation(person: Person, translation: CaseTranslation) -> None:
    """Send it to those who decide; who decides themselves lets readers have it at once."""
    lock(translation.case)
    require(may_write_translation(person, translation))
    template, originals = _original(translation.case)
    refuse_problems({name: _("“%(label)s” is missing.", label=template.field(name).label)
                     for name in NEEDED
                     if name in originals and not translation.fields.get(name)})
    translation.state, translation.reason = "proposed", ""
    if decides(person, translation.case):
        accept_translation(person, translation)
    else:
        publish(TranslationProposed(case_id=translation.case_id, translation_id=translation.id))


def accept_translation(person: Person, translation: CaseTranslation) -> None:
    """Readers are offered it from now on, in place of the one before."""
    lock(translation.case)
    require(may_decide_translation(person, translation))
    put_in_place(translation)
    translation.decided_by_id = person.id
    record(person.id, "translation.accepted", translation.case, translation=translation.id)
    publish(TranslationAccepted(case_id=translation.case_id, translation_id=translation.id))


def put_in_place(translation: CaseTranslation) -> None:
    """The one readers are offered in its language; the one before is kept for the history."""
    before = find_accepted(translation.case, translation.language)
    if before and before is not translation:
        before.state = "replaced"
    translation.state, translation.decided_at = "accepted", now()
    db.session.flush()


def decline_translation(person: Person, translation: CaseTranslation, reason: str) -> None:
    """Back to its translator, with the reason; or away from readers, if they were offered it."""
    lock(translation.case)
    require(may_decide_translation(person, translation))
    translation.reason = clean_reason(reason)
    translation.state, translation.decided_at = "declined", now()
    translation.decided_by_id = person.id
    record(person.id, "translation.declined", translation.case, translation=translation.id)
    publish(TranslationDeclined(case_id=translation.case_id, translation_id=translation.id))


def drop_translation(person: Person, translation: CaseTranslation) -> None:
    """Throw away what one wrote, as long as readers were never offered it."""
    require(may_drop_translation(person, translation))
    db.session.delete(translation)


def take_words_out(case: Case, field: str, words: str, instead: str) -> int:
    """Out of a field in every translation, and in what each was translated from. How many held
    them."""
    template, touched = _original(case)[0], 0
    for translation in list_all_translations(case):
        kept = (translation.fields.get(field, ""), translation.originals.get(field, ""))
        if not words.strip() or not any(words in text for text in kept):
            continue
        touched += 1
        translation.originals = _replaced(translation.originals, field, words, instead)
        write_texts(translation, template,
                    _replaced(translation.fields, field, words, instead))
        translation.save_count += 1
    return touched


def write_texts(translation: CaseTranslation, template: Template,
                texts: Mapping[str, str]) -> None:
    """Put texts into a translation, with the HTML readers will see; empty ones are left out."""
    translation.fields = {name: text for name, text in texts.items() if text}
    translation.html = template.html(translation.fields)


def translation_problems(template: Template, originals: Mapping[str, str],
                         texts: Mapping[str, str]) -> dict[str, str]:
    """field → what is wrong with its translation."""
    found = {field.name: field.problem(texts.get(field.name, ""), "save")
             for field in asked_in_translation(template, originals)}
    return {name: sentence for name, sentence in found.items() if sentence}


def _original(case: Case) -> tuple[Template, dict[str, str]]:
    """What there is to translate of a case, with the template it is written with."""
    revision = text_to_translate(case)
    template = get_template(revision.template_version)
    return template, texts_of(template, revision.values)


def _replaced(texts: Mapping[str, str], field: str, words: str, instead: str) -> dict[str, str]:
    return {name: text.replace(words, instead) if name == field else text
            for name, text in texts.items()}
