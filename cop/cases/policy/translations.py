"""Who translates a case, and who decides which translation readers are offered."""
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_

from cop.base.verdict import ALLOW, Verdict, deny
from cop.cases.machine import translator
from cop.cases.models.cases import Case
from cop.cases.models.translations import CaseTranslation
from cop.cases.policy.cases import IN_SIGHT, curates, keeps
from cop.cases.template import our_language
from cop.people.models import Person, Visitor
from cop.people.policy import may_write
from cop.vocabulary.lists import LANGUAGES


def visible_translations(person: Person | Visitor, case: Case) -> ColumnElement[bool]:
    """Of a case somebody sees: what readers are offered, one's own, and what one decides about."""
    out = CaseTranslation.state == "accepted"
    if person.id is None:
        return out
    seen = or_(out, CaseTranslation.translator_id == person.id)
    return or_(seen, CaseTranslation.state == "proposed") if decides(person, case) else seen


def decides(person: Person | Visitor, case: Case) -> bool:
    """Who keeps a case knows what it should say, and curators look after all of them."""
    return person.id is not None and (keeps(person, case) or curates(person, case))


def may_translate(person: Person | Visitor, case: Case, language: str = "") -> Verdict:
    """Members who read the language, and those who decide about it. Without a language: into
    any."""
    if not person.is_signed_in:
        return deny(_("Sign in to translate a case."))
    if not (verdict := may_write(person)):
        return verdict
    if case.published_id is None and not keeps(person, case):
        return deny(_("A case is translated once it is published."))
    if case.status not in (*IN_SIGHT, "draft"):
        return deny(_("This case is withdrawn."))
    if language and language == case.language:
        return deny(_("This case is written in that language."))
    knows = {*person.languages, person.interface_language}
    if language and language not in knows and not decides(person, case):
        return deny(_("Say on your profile that you read %(language)s, and you can translate into "
                      "it.", language=LANGUAGES.label(language, our_language())))
    return ALLOW


def may_order_machine(person: Person | Visitor, case: Case) -> Verdict:
    if translator() is None:
        return deny(_("No machine for translating is set up here."))
    if not decides(person, case):
        return deny(_("Only who keeps this case, or a curator, has it translated by a machine."))
    return may_translate(person, case)


def may_write_translation(person: Person | Visitor, translation: CaseTranslation) -> Verdict:
    """Its translator, until it is decided about; what was declined may be taken up again."""
    if translation.translator_id != person.id:
        return deny(_("Only its translator changes a translation."))
    if translation.state not in ("draft", "declined"):
        return deny(_("This translation is sent: begin a new one to change it."))
    return may_translate(person, translation.case, translation.language)


def may_decide_translation(person: Person | Visitor, translation: CaseTranslation) -> Verdict:
    if not decides(person, translation.case):
        return deny(_("Only who keeps this case, or a curator, decides about a translation."))
    if translation.state not in ("proposed", "accepted"):
        return deny(_("There is nothing to decide about this translation."))
    return ALLOW


def may_drop_translation(person: Person | Visitor, translation: CaseTranslation) -> Verdict:
    if translation.translator_id != person.id:
        return deny(_("Only its translator takes a translation back."))
    if translation.state not in ("draft", "proposed", "declined"):
        return deny(_("Readers are offered this translation: ask a curator to take it away."))
    return ALLOW
