"""Who may say that they use a case elsewhere, and who takes such an entry away."""
from flask_babel import gettext as _

from cop.base.verdict import ALLOW, Verdict, deny
from cop.cases.models.adoptions import Adoption
from cop.cases.models.cases import Case
from cop.cases.policy.cases import IN_SIGHT, curates
from cop.people.models import Person, Visitor


def may_adopt(person: Person | Visitor, case: Case) -> Verdict:
    """Everybody but its author: an adoption is elsewhere."""
    if not person.is_signed_in:
        return deny(_("Sign in to say that you use this case."))
    if case.published_id is None or case.status not in IN_SIGHT:
        return deny(_("This case is not published."))
    if case.author_id == person.id:
        return deny(_("You wrote this case: what you do belongs in its text."))
    return ALLOW


def may_remove_adoption(person: Person | Visitor, adoption: Adoption) -> Verdict:
    if adoption.person_id != person.id and not curates(person, adoption.case):
        return deny(_("Only who wrote this entry, or a curator, removes it."))
    return ALLOW
