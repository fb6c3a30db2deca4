"""Inviting people: by letters, one or many at a measured pace, and by links for several.

What an invitation is, is said in `spaces/models.py`; how lists are read, in `lists.py`.
"""
import secrets
from collections.abc import Callable, Sequence
from datetime import timedelta

from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add
from cop.base.errors import Forbidden, Invalid, NotFound
from cop.base.jobs import enqueue
from cop.base.mail import forget_waiting
from cop.base.site import fresh_site
from cop.base.text import clean
from cop.base.verdict import require
from cop.joining import letters
from cop.joining.lists import Line
from cop.joining.policy import may_invite_to, may_open_account
from cop.joining.queries import find_link, list_spaces_of, list_waiting
from cop.joining.service import make_account
from cop.people.models import Person
from cop.people.profile import SHORTEST_NAME
from cop.people.queries import digest_of, find_by_email
from cop.people.service.profiles import find_or_make_organisation, read_address
from cop.spaces.models import Invitation, Space
from cop.spaces.policy import belongs_to
from cop.spaces.queries import find_invitation, hold_invitation
from cop.spaces.service import add_member

INVITED_FOR = timedelta(days=14)
#: So many letters of a list are written, then a pause: a mail server takes no list at once.
LETTERS_AT_ONCE, PAUSE = 50, timedelta(minutes=1)
MOST_USES, MOST_DAYS = 500, 90
JOB = "joining.write_invitations"
#: Makes the public address of a token.
AddressOf = Callable[[str], str]


def invite(host: Person, space: Space | None, email: str, *, address_of: AddressOf) -> Invitation:
    """Write somebody a letter that lets them in, good for 14 days and one person."""
    require(may_invite_to(host, space))
    invitation = _invited(host, space, email=read_address(email))
    write(invitation, address_of)
    record(host.id, "person.invited", invitation)
    return invitation


def invite_many(host: Person, space: Space | None, lines: Sequence[Line]) -> int:
    """Whom a checked list names. Their letters are written one after the other by a job."""
    require(may_invite_to(host, space))
    made = [_invited(host, space, email=line.email, name=line.name, language=line.language,
                     region=line.region, organisation=line.organisation,
                     also=[each.id for each in line.spaces])
            for line in lines if line.is_good]
    for invitation in made:
        record(host.id, "person.invited", invitation)
    if made:
        enqueue(JOB, ids=[invitation.id for invitation in made])
    return len(made)


def write_some(ids: Sequence[int], address_of: AddressOf) -> None:
    """The letters of the first of these; the others have their turn after a pause."""
    for invitation in list_waiting(ids[:LETTERS_AT_ONCE]):
        write(invitation, address_of)
    if rest := list(ids[LETTERS_AT_ONCE:]):
        enqueue(JOB, due_at=now() + PAUSE, ids=rest)


def write(invitation: Invitation, address_of: AddressOf) -> None:
    """The letter with a new link; a link that was sent before opens nothing any more."""
    token = _renew(invitation)
    invitation.written_at, invitation.opened_at = now(), None
    letters.tell_of_invitation(
        invitation.invited_by, invitation.email, list_spaces_of(invitation), address_of(token),
        days=INVITED_FOR.days, name=invitation.name, language=invitation.language,
        about=f"invitation:{invitation.id}")


def make_link(host: Person, space: Space | None, *, name: str, most_uses: int,
              days: int) -> tuple[Invitation, str]:
    """A link for several people, and its token, which is shown once."""
    require(may_invite_to(host, space))
    wrong = {field: sentence for field, sentence in {
        "most_uses": "" if 1 <= most_uses <= MOST_USES else _(
            "For 1 to %(most)d people.", most=MOST_USES),
        "days": "" if 1 <= days <= MOST_DAYS else _("For 1 to %(most)d days.", most=MOST_DAYS),
    }.items() if sentence}
    if wrong:
        raise Invalid(wrong)
    link = _invited(host, space, email="", name=" ".join(clean(name).split())[:100],
                    most_uses=most_uses)
    token = _renew(link, timedelta(days=days))
    record(host.id, "link.made", link)
    return link, token


def resend(host: Person, invitation: Invitation, address_of: AddressOf) -> None:
    """The letter again, with a new link and from today on."""
    require(may_invite_to(host, invitation.space))
    if invitation.is_link or invitation.is_used_up or invitation.withdrawn_at:
        raise Forbidden(_("Only an invitation by letter that was not used is sent again."))
    write(invitation, address_of)
    record(host.id, "invitation.sent_again", invitation)


def withdraw(host: Person, invitation: Invitation) -> None:
    """It opens nothing any more; a letter that waits is not sent."""
    require(may_invite_to(host, invitation.space))
    if not invitation.withdrawn_at:
        invitation.withdrawn_at = now()
        forget_waiting(f"invitation:{invitation.id}")
        record(host.id, "invitation.withdrawn", invitation)


def open_invitation(token: str) -> Invitation:
    """The invitation of a token, or NotFound with the sentence that says what is the matter."""
    invitation = find_invitation(token)
    if invitation is None:
        raise NotFound(_("There is no such invitation. Is the link complete?"))
    if invitation.withdrawn_at:
        raise NotFound(_("This invitation was withdrawn. Ask who invited you."))
    if invitation.is_used_up:
        raise NotFound(_("This invitation was used already. Ask for a new one."))
    if invitation.expires_at < now():
        raise NotFound(_("This invitation is too old. Ask for a new one."))
    return invitation


def note_opened(invitation: Invitation) -> None:
    invitation.opened_at = invitation.opened_at or now()


def accept_invitation(person: Person, token: str) -> list[Space]:
    """Come in by an invitation: the spaces it leads into. Raises NotFound as above."""
    hold_invitation(token)  # of two at once, the second waits here and then finds it used
    invitation = open_invitation(token)
    spaces = list_spaces_of(invitation)
    if not invitation.is_link or not spaces or any(
            not belongs_to(person, space) for space in spaces):
        _use(invitation)
    for space in spaces:
        add_member(space, person)
    return spaces


def come_in(token: str, language: str) -> Person:
    """An account for who has the letter and none yet, with all that the list said of them. They
    set a password next, which proves the address and accepts the terms."""
    hold_invitation(token)
    invitation = open_invitation(token)
    require(may_open_account(invitation, fresh_site()))
    if invitation.is_link or find_by_email(invitation.email):
        raise Forbidden(_("Sign in first: there is an account with your address."))
    name = invitation.name or invitation.email.partition("@")[0].ljust(SHORTEST_NAME, ".")
    person = make_account(name, invitation.email, invitation.language or language)
    person.regions = [invitation.region] if invitation.region else []
    person.organisation = find_or_make_organisation(invitation.organisation)
    record(invitation.invited_by_id, "person.let_in", person)
    for space in list_spaces_of(invitation):
        add_member(space, person)
    _use(invitation)
    return person


def ask_by_link(token: str, *, name: str, email: str, language: str,
                address_of: AddressOf) -> None:
    """Somebody has a link and no account: a letter to their address leads on. Who has an account
    gets a letter that says so; the page says the same to everybody."""
    link, email = open_invitation(token), read_address(email)
    if not (verdict := may_open_account(link, fresh_site(), email)):
        raise Invalid({"email": verdict.reason})
    if find_by_email(email):
        letters.tell_has_account(email, language)
        return
    asked = _invited(link.invited_by, link.space, email=email, link_id=link.id,
                     name=" ".join(clean(name).split())[:100], language=language,
                     also=list(link.also))
    write(asked, address_of)


def _invited(host: Person, space: Space | None, **columns: object) -> Invitation:
    return add(Invitation(
        space_id=space.id if space else None, invited_by_id=host.id,
        expires_at=now() + INVITED_FOR, digest=digest_of(secrets.token_urlsafe(24)), **columns))


def _renew(invitation: Invitation, good_for: timedelta = INVITED_FOR) -> str:
    token = secrets.token_urlsafe(24)
    invitation.digest, invitation.expires_at = digest_of(token), now() + good_for
    return token


def _use(invitation: Invitation) -> None:
    """One of its uses, and of the link by which the letter was asked for."""
    invitation.accepted_at = now()
    invitation.use_count = Invitation.use_count + 1
    if link := find_link(invitation):
        link.use_count = Invitation.use_count + 1
