"""Asking for an account, letting somebody in or not, inviting people to one."""
from collections.abc import Callable, Iterable
from datetime import datetime
from email.utils import parseaddr

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

LONGEST_WORDS = 2000
#: Invited at once, at most.
MOST_INVITED = 200
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
    if find_by_email(email):
        return letters.tell_has_account(email, language)
    if find_asking(email) is None:
        asked = add(JoinRequest(name=name, email=email, words=words, language=language))
        publish(JoinAsked(request_id=asked.id))
    return letters.tell_arrived(email, language)


def let_in(actor: Person | Visitor, request: JoinRequest, address_of: AddressOf) -> Person:
    """An account without a password: the letter leads to where its owner sets one, which proves
    the address, and accepts the terms."""
    require(may_let_in(actor))
    person = _make_account(request.name, request.email, request.language)
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


def invite(actor: Person | Visitor, lines: Iterable[str],
           address_of: AddressOf) -> tuple[int, list[str]]:
    """Accounts for people by line: an address, or «Name <address>». How many were made, and a
    sentence for each line that was not taken."""
    require(may_let_in(actor))
    made, refused = 0, []
    for line in list(lines)[:MOST_INVITED]:
        name, email = parseaddr(line)
        try:
            person = _make_account(name or email.partition("@")[0], email, "")
        except Invalid as refusal:
            refused.append(f"{line}: {refusal}")
            continue
        letters.tell_invited(actor, person, address_of(person))
        record(actor.id, "person.invited", person)
        made += 1
    return made, refused


def forget_refused(before: datetime) -> None:
    db.session.execute(delete(JoinRequest).where(JoinRequest.refused_at < before))


def _make_account(name: str, email: str, language: str) -> Person:
    """By whoever may let people in, administrator or not: who that was is recorded with it."""
    return create_person(None, name=name, email=email, confirmed=False,
                         interface_language=language)
