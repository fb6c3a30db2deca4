"""Asking for an account, letting somebody in or not. Inviting: `inviting.py`."""
from collections.abc import Callable
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete

from cop.base.audit import record
from cop.base.clock import now
from cop.base.contacts import is_in_domains
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.site import fresh_site
from cop.base.text import clean
from cop.base.verdict import require
from cop.joining import letters
from cop.joining.events import JoinAnswered, JoinAsked
from cop.joining.models import JoinRequest
from cop.joining.policy import may_ask, may_let_in
from cop.joining.queries import find_asking
from cop.people.models import Person, Visitor
from cop.people.profile import Profile, problems
from cop.people.queries import find_by_email
from cop.people.service.profiles import create_person, read_address
from cop.spaces.models import Invitation

LONGEST_WORDS = 2000
#: Makes the address at which somebody sets a password.
AddressOf = Callable[[Person], str]


def ask(*, name: str, email: str, words: str, language: str = "") -> None:
    """Somebody asks for an account. Who has one, or has asked, gets a letter that says so: the
    page says the same to everybody."""
    site = fresh_site()
    require(may_ask(site))
    name, words, email = " ".join(clean(name).split()), clean(words).strip(), read_address(email)
    if wrong := problems(Profile(name=name)):
        raise Invalid(wrong)
    if not 0 < len(words) <= LONGEST_WORDS:
        raise Invalid({"words": _("Please say in up to %(most)d characters who you are.",
                                  most=LONGEST_WORDS)})
    if not is_in_domains(email, site.mail_domains):
        raise Invalid({"email": _("Accounts are for addresses of %(domains)s.",
                                  domains=", ".join(site.mail_domains))})
    if person := find_by_email(email):
        return letters.tell_has_account(email, person.interface_language or language)
    if find_asking(email) is None:
        asked = add(JoinRequest(name=name, email=email, words=words, language=language))
        publish(JoinAsked(request_id=asked.id))
    return letters.tell_arrived(email, language)


def let_in(actor: Person | Visitor, request: JoinRequest, address_of: AddressOf) -> Person:
    """An account without a password: the letter leads to where its owner sets one, which proves
    the address, and accepts the terms."""
    require(may_let_in(actor))
    person = make_account(request.name, request.email, request.language)
    letters.tell_let_in(person, address_of(person))
    publish(JoinAnswered(request_id=request.id))
    db.session.delete(request)
    record(actor.id, "person.let_in", person)
    return person


def refuse(actor: Person | Visitor, request: JoinRequest, reason: str) -> None:
    """With a reason, which they read in a letter."""
    require(may_let_in(actor))
    reason = clean(reason).strip()
    if not 0 < len(reason) <= LONGEST_WORDS:
        raise Invalid({"reason": _("Please write a reason for them.")})
    request.refused_at, request.refused_by_id, request.reason = now(), actor.id, reason
    letters.tell_refused(request)
    publish(JoinAnswered(request_id=request.id))
    record(actor.id, "join_request.refused", request)


def forget_refused(before: datetime) -> None:
    db.session.execute(delete(JoinRequest).where(JoinRequest.refused_at < before))


def forget_invitations(before: datetime) -> None:
    """Whom nobody expects any more is not known any longer."""
    db.session.execute(delete(Invitation).where(Invitation.expires_at < before))


def make_account(name: str, email: str, language: str) -> Person:
    """By whoever may let people in, administrator or not: who that was is recorded with it."""
    return create_person(None, name=name, email=email, confirmed=False,
                         interface_language=language)
