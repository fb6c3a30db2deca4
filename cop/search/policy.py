"""Who may change what searches know. What of a search somebody may see is each feature's to say."""
from flask_babel import gettext as _

from cop.base.verdict import ALLOW, Verdict, deny
from cop.people.models import Person, Visitor
from cop.people.policy import has_role


def may_edit_thesaurus(person: Person | Visitor) -> Verdict:
    """Curators of any theme, since a term belongs to several; and administrators."""
    if has_role(person, "curator") or has_role(person, "administrator"):
        return ALLOW
    return deny(_("The thesaurus is kept by curators and administrators."))
