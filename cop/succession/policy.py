"""Who sees that somebody was asked, who answers, and whose business is what nobody looks after."""
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, literal, or_

from cop.base.care import Held
from cop.base.verdict import ALLOW, Verdict, deny
from cop.notifications.policy import Target
from cop.people.models import Person, Reader, Visitor
from cop.people.policy import has_role
from cop.succession.models import Succession


def visible_successions(reader: Reader) -> ColumnElement[bool]:
    """For the two of them alone."""
    return or_(Succession.holder_id == reader.id, Succession.successor_id == reader.id)


def may_answer(person: Person | Visitor, asked: Succession) -> Verdict:
    if person.id != asked.successor_id:
        return deny(_("Only who was asked answers."))
    if asked.outcome:
        return deny(_("This was answered already, or nobody answered in time."))
    return ALLOW


def may_open_left_alone(person: Person | Visitor) -> Verdict:
    if any(has_role(person, role) for role in ("administrator", "regional_manager", "owner")):
        return ALLOW
    return deny(_("This list is for administrators, regional managers and owners of spaces."))


def may_see_left(person: Person | Visitor, held: Held) -> bool:
    """Administrators everything, managers what is of their regions, owners what is in their
    spaces."""
    if has_role(person, "administrator"):
        return True
    managed = any(has_role(person, "regional_manager", "region", code) for code in held.regions)
    return managed or has_role(person, "owner", "space", str(held.space_id))


TARGETS = (Target("succession", Succession, visible_successions,
                  literal("").concat(Succession.title), "/me/care/{0}"),)
