"""Who may say that they use a case elsewhere, who reads it, and who hides such an entry."""
from flask_babel import gettext as _
from sqlalchemy import ColumnElement

from cop.base.clock import now
from cop.base.verdict import ALLOW, Verdict, deny
from cop.cases.deadlines import last_step
from cop.cases.models.adoptions import ASKED_AFTER, Adoption
from cop.cases.models.cases import Case
from cop.cases.policy.cases import IN_SIGHT, curates, in_care_of
from cop.people.models import Person, Reader, Visitor
from cop.people.policy import may_write


def visible_adoptions(reader: Reader) -> ColumnElement[bool]:
    """Of a case somebody sees: what no curator has hidden, and always one's own."""
    shown = Adoption.hidden_at.is_(None)
    return shown if reader.id is None else shown | (Adoption.person_id == reader.id)


def workable_adoptions(person: Person | Visitor) -> ColumnElement[bool]:
    """Besides, for curators, what is hidden on the cases in their care."""
    seen = visible_adoptions(person)
    return seen if person.id is None else seen | in_care_of(person)


def may_adopt(person: Person | Visitor, case: Case) -> Verdict:
    """Everybody but its author: an adoption is elsewhere."""
    if not person.is_signed_in:
        return deny(_("Sign in to say that you use this case."))
    if case.published_id is None or case.status not in IN_SIGHT:
        return deny(_("This case is not published."))
    if case.author_id == person.id:
        return deny(_("You wrote this case: what you do belongs in its text."))
    return may_write(person)


def may_remove_adoption(person: Person | Visitor, adoption: Adoption) -> Verdict:
    if adoption.person_id != person.id:
        return deny(_("Only who wrote this entry takes it away."))
    return ALLOW


def may_tell_result(person: Person | Visitor, adoption: Adoption) -> Verdict:
    if adoption.person_id != person.id:
        return deny(_("Only who wrote this entry says how it went."))
    if last_step(adoption.since, ASKED_AFTER, now().date()) is None:
        return deny(_("You are asked how it went after three months. Until then, change your "
                      "entry."))
    return ALLOW


def may_hide_adoption(person: Person | Visitor, adoption: Adoption) -> Verdict:
    """Hide an entry, or show it again: a curator of the case, never their own."""
    if person.id is None or not curates(person, adoption.case):
        return deny(_("Only curators hide an entry."))
    if adoption.person_id == person.id:
        return deny(_("This entry is yours: change it or take it away."))
    return ALLOW
