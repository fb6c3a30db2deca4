"""Who may read the audit log."""
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, false, or_, select, true

from cop.base.audit import AuditEntry
from cop.base.verdict import ALLOW, Verdict, deny
from cop.people.models import Person, Visitor
from cop.people.policy import has_role
from cop.spaces.models import Space
from cop.spaces.policy import visible_spaces

#: What the data officer answers for: who may see what, and what became of data about people.
ABOUT_DATA = ("person.", "data.", "role.", "letters.", "sign_in.", "log.")


def may_read_log(person: Person | Visitor) -> Verdict:
    if any(has_role(person, role) for role in ("administrator", "data_officer", "moderator")):
        return ALLOW
    return deny(_("The log is for administrators, the data officer and moderators."))


def visible_entries(person: Person | Visitor) -> ColumnElement[bool]:
    """Administrators see all, the data officer what is about personal data, moderators what was
    done in their spaces."""
    if has_role(person, "administrator"):
        return true()
    seen = [AuditEntry.space_id.in_(_spaces_of(person))] if has_role(person, "moderator") else []
    if has_role(person, "data_officer"):
        seen += [AuditEntry.act.startswith(each, autoescape=True) for each in ABOUT_DATA]
    return or_(false(), *seen)


def _spaces_of(person: Person | Visitor) -> ColumnElement[bool]:
    """The spaces somebody moderates and may see: ids."""
    granted = [int(grant.scope_code) for grant in person.grants
               if grant.role == "moderator" and grant.scope_kind == "space"]
    all_of_them = has_role(person, "moderator", "everywhere")
    return select(Space.id).where(
        visible_spaces(person), true() if all_of_them else Space.id.in_(granted))
