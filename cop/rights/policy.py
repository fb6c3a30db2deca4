"""Who asks for what about their data, and who answers."""
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, false, true

from cop.base.verdict import ALLOW, Verdict, deny
from cop.people.models import Person, Visitor
from cop.people.policy import has_role, may_be_closed
from cop.rights.models import DataExport, DataRequest

#: Deeds in the audit log by which somebody saw data about a person.
SEEING = ("data.viewed", "data.exported", "letters.viewed")


def may_answer_requests(person: Person | Visitor) -> Verdict:
    if has_role(person, "data_officer") or has_role(person, "administrator"):
        return ALLOW
    return deny(_("Requests about personal data are for the data officer and administrators."))


def visible_requests(reader: Person | Visitor) -> ColumnElement[bool]:
    """One's own; all of them for who answers."""
    if may_answer_requests(reader):
        return true()
    return DataRequest.person_id == reader.id if reader.is_signed_in else false()


def own_exports(reader: Person | Visitor) -> ColumnElement[bool]:
    """A copy is for its person alone, whatever others may."""
    return DataExport.person_id == reader.id if reader.is_signed_in else false()


def may_ask_erasure(person: Person, *, open_one: DataRequest | None,
                    administrators: int) -> Verdict:
    if open_one is not None:
        return deny(_("You have asked for it already: see %(number)s.", number=open_one.number))
    return may_be_closed(person, administrators=administrators)


def may_cancel(person: Person | Visitor, request: DataRequest) -> Verdict:
    if request.person_id != person.id:
        return deny(_("Only who asked for it takes it back."))
    if not request.is_open:
        return deny(_("It is too late for that: this request is closed."))
    return ALLOW


def may_answer(person: Person | Visitor, request: DataRequest) -> Verdict:
    """While it is asked. Nobody decides about their own request where somebody else can."""
    if not (verdict := may_answer_requests(person)):
        return verdict
    if request.state != "asked":
        return deny(_("This request was answered already."))
    return ALLOW
