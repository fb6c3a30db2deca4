"""Who sees an organisation, who confirms that somebody works there, who may ask it to."""
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, exists, false, true

from cop.base.verdict import ALLOW, Verdict, deny
from cop.organisations.models import ConfirmationRequest
from cop.people.models import Organisation, Person, Visitor
from cop.people.policy import has_role


def visible_organisations(reader: Person | Visitor) -> ColumnElement[bool]:
    """Members see them all; visitors read their names beside what is public, and no more."""
    return Organisation.merged_into_id.is_(None) & (true() if reader.is_signed_in else false())


def decidable_requests(reader: Person | Visitor) -> ColumnElement[bool]:
    """What waits for this reader: administrators all, a contact person those of their house.
    Nobody's own."""
    if not reader.is_signed_in:
        return false()
    waits = ConfirmationRequest.answered_at.is_(None) & (
        ConfirmationRequest.person_id != reader.id)
    if has_role(reader, "administrator"):
        return waits
    return waits & exists().where(
        Person.id == reader.id, Person.is_organisation_contact,
        Person.organisation_id == ConfirmationRequest.organisation_id).correlate_except(Person)


def may_confirm(person: Person | Visitor, organisation: Organisation | None) -> Verdict:
    """Administrators, and who speaks for this organisation."""
    if has_role(person, "administrator"):
        return ALLOW
    if organisation and _is_contact(person) and person.organisation_id == organisation.id:
        return ALLOW
    return deny(_("Only contact persons of an organisation and administrators confirm who works "
                  "there."))


def may_confirm_somebody(person: Person | Visitor) -> Verdict:
    """Of any organisation: for menus."""
    if has_role(person, "administrator") or _is_contact(person):
        return ALLOW
    return deny(_("Only contact persons of an organisation and administrators confirm who works "
                  "there."))


def may_withdraw(person: Person | Visitor, member: Person) -> Verdict:
    """What was confirmed by hand. What the address shows can only change with the address."""
    if member.organisation_proof != "hand":
        return deny(_("This was not confirmed by hand."))
    return may_confirm(person, member.organisation)


def may_ask(person: Person | Visitor, *, waits: bool) -> Verdict:
    """`waits`: they have asked, and nobody has answered yet."""
    if person.organisation_id is None:
        return deny(_("Name your organisation in your settings first."))
    if person.organisation_proof:
        return deny(_("You are confirmed already."))
    if waits:
        return deny(_("You have asked already. You hear of the answer in your inbox."))
    return ALLOW


def _is_contact(person: Person | Visitor) -> bool:
    return person.is_signed_in and person.is_organisation_contact
