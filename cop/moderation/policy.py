"""Who may read the audit log."""
from flask_babel import gettext as _

from cop.base.verdict import ALLOW, Verdict, deny
from cop.people.models import Person, Visitor
from cop.people.policy import has_role


def may_read_log(person: Person | Visitor) -> Verdict:
    if has_role(person, "administrator") or has_role(person, "data_officer"):
        return ALLOW
    return deny(_("The log is for administrators and the data officer."))
