"""That somebody works for their organisation is shown by their address, or confirmed by hand."""
from flask_babel import gettext as _
from sqlalchemy import delete

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.text import clean
from cop.base.verdict import deny, require
from cop.organisations.events import ConfirmationAnswered, ConfirmationAsked
from cop.organisations.models import ConfirmationRequest
from cop.organisations.policy import may_ask, may_confirm, may_withdraw
from cop.organisations.queries import find_last_request, is_shown_by_address
from cop.people.models import Organisation, Person
from cop.people.policy import may_administer

LONGEST_WORDS = 1000


def ask(person: Person, words: str = "") -> ConfirmationRequest:
    """Ask who speaks for one's organisation to confirm that one works there."""
    last = find_last_request(person)
    require(may_ask(person, waits=last is not None and last.answered_at is None))
    words = clean(words).strip()
    if len(words) > LONGEST_WORDS:
        raise Invalid({"words": _("There is room for %(most)d characters.", most=LONGEST_WORDS)})
    request = add(ConfirmationRequest(
        person_id=person.id, organisation_id=person.organisation_id, words=words))
    publish(ConfirmationAsked(request_id=request.id))
    return request


def confirm(actor: Person, request: ConfirmationRequest) -> None:
    _require_other(actor, request.person)
    require(may_confirm(actor, request.organisation))
    _answer(actor, request, is_confirmed=True)
    request.person.organisation_proof = "hand"
    record(actor.id, "organisation.member_confirmed", request.person,
           organisation=request.organisation_id)


def refuse(actor: Person, request: ConfirmationRequest, reason: str) -> None:
    """With a reason, which they read."""
    _require_other(actor, request.person)
    require(may_confirm(actor, request.organisation))
    _answer(actor, request, is_confirmed=False, reason=read_reason(reason))
    record(actor.id, "organisation.member_refused", request.person,
           organisation=request.organisation_id)


def withdraw(actor: Person, member: Person, reason: str) -> None:
    """Take back what was confirmed by hand, with a reason. They can ask again."""
    _require_other(actor, member)
    require(may_withdraw(actor, member))
    request = add(ConfirmationRequest(
        person_id=member.id, organisation_id=member.organisation_id))
    _answer(actor, request, is_confirmed=False, reason=read_reason(reason))
    member.organisation_proof, member.is_organisation_contact = "", False
    record(actor.id, "organisation.member_withdrawn", member,
           organisation=request.organisation_id)


def name_contact(actor: Person, organisation: Organisation, person: Person) -> None:
    """Let a member speak for their organisation: from now on they confirm who works there. They
    are confirmed by that themselves."""
    require(may_administer(actor))
    if person.organisation_id != organisation.id:
        raise Invalid({"member": _("%(name)s does not work there.", name=person.name)})
    if not person.active or person.confirmed_at is None:
        raise Invalid({"member": _("This account is not in use.")})
    person.is_organisation_contact = True
    person.organisation_proof = person.organisation_proof or "hand"
    _forget_open(person)
    record(actor.id, "organisation.contact_named", person, organisation=organisation.id)


def dismiss_contact(actor: Person, organisation: Organisation, person: Person) -> None:
    require(may_administer(actor))
    person.is_organisation_contact = False
    record(actor.id, "organisation.contact_dismissed", person, organisation=organisation.id)


def look_again(person: Person, *, is_new_address: bool = False) -> None:
    """What shows that they work there now. A new address shows nothing by itself of who was
    confirmed by hand at the old one: whoever confirmed them is asked again."""
    _forget_elsewhere(person)
    if person.organisation_id and is_shown_by_address(person):
        person.organisation_proof = "domain"
        return _forget_open(person)
    if is_new_address and person.organisation_proof == "hand":
        person.organisation_proof, person.is_organisation_contact = "", False
        ask(person, _("My e-mail address has changed."))
    elif person.organisation_proof == "domain":
        person.organisation_proof = ""
    return None


def read_reason(reason: str) -> str:
    reason = clean(reason).strip()
    if not 0 < len(reason) <= LONGEST_WORDS:
        raise Invalid({"reason": _("Please write a reason for them, of up to %(most)d characters.",
                                   most=LONGEST_WORDS)})
    return reason


def _require_other(actor: Person, person: Person) -> None:
    if actor.id == person.id:
        require(deny(_("Nobody decides about themselves.")))


def _answer(actor: Person, request: ConfirmationRequest, *, is_confirmed: bool,
            reason: str = "") -> None:
    request.answered_at, request.answered_by_id = now(), actor.id
    request.is_confirmed, request.reason = is_confirmed, reason
    publish(ConfirmationAnswered(request_id=request.id))


def _forget_open(person: Person) -> None:
    """Nobody needs to answer any more."""
    db.session.execute(delete(ConfirmationRequest).where(
        ConfirmationRequest.person_id == person.id, ConfirmationRequest.answered_at.is_(None)))


def _forget_elsewhere(person: Person) -> None:
    """What they asked an organisation that they have left."""
    db.session.execute(delete(ConfirmationRequest).where(
        ConfirmationRequest.person_id == person.id, ConfirmationRequest.answered_at.is_(None),
        ConfirmationRequest.organisation_id != (person.organisation_id or 0)))
