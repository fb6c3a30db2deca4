"""Reads of who asks for an account, and of who was invited."""
from collections.abc import Iterable, Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from cop.base.clock import now
from cop.base.db import db, one
from cop.base.mail import Letter
from cop.base.paging import Page, page
from cop.base.site import read_site
from cop.base.verdict import require
from cop.joining.lists import Community
from cop.joining.models import JoinRequest
from cop.joining.policy import may_invite_to, may_let_in
from cop.people.models import Person, Visitor
from cop.spaces.models import Invitation, Membership, Space
from cop.spaces.policy import may_invite, visible_spaces


def list_asking(reader: Person | Visitor, *, refused: bool = False,
                after: str = "") -> Page[JoinRequest]:
    """Who waits, the longest first; or who was refused lately."""
    require(may_let_in(reader))
    state = JoinRequest.refused_at.is_not(None) if refused else JoinRequest.refused_at.is_(None)
    return page(select(JoinRequest).where(state), by=[JoinRequest.id], after=after,
                descending=refused, size=40)


def get_asking(reader: Person | Visitor, request_id: int) -> JoinRequest:
    require(may_let_in(reader))
    return one(select(JoinRequest).where(
        JoinRequest.id == request_id, JoinRequest.refused_at.is_(None)))


def find_asking(email: str) -> JoinRequest | None:
    return db.session.scalar(select(JoinRequest).where(
        func.lower(JoinRequest.email) == email.lower()))


def list_invitations(host: Person | Visitor, space: Space | None, *, words: str = "",
                     after: str = "") -> Page[Invitation]:
    """What was sent from the page of a space, or into the community, the last first."""
    require(may_invite_to(host, space))
    where = Invitation.space_id == space.id if space else Invitation.space_id.is_(None)
    query = select(Invitation).where(where).options(
        joinedload(Invitation.invited_by), joinedload(Invitation.space))
    if words.strip():
        query = query.where(or_(
            func.lower(Invitation.email).contains(words.strip().lower(), autoescape=True),
            func.lower(Invitation.name).contains(words.strip().lower(), autoescape=True)))
    return page(query, by=[Invitation.id], after=after, size=40)


def get_invitation(host: Person | Visitor, space: Space | None, invitation_id: int) -> Invitation:
    require(may_invite_to(host, space))
    where = Invitation.space_id == space.id if space else Invitation.space_id.is_(None)
    return one(select(Invitation).where(where, Invitation.id == invitation_id).options(
        joinedload(Invitation.invited_by), joinedload(Invitation.space)))


def states_of(invitations: Iterable[Invitation]) -> dict[int, str]:
    """What became of each: withdrawn, used, expired, bounced, opened, sent, or waiting."""
    invitations = list(invitations)
    about = {f"invitation:{each.id}": each.id for each in invitations if each.email}
    rows = db.session.execute(select(Letter.about, Letter.outcome).where(
        Letter.recipient.in_([each.email for each in invitations if each.email]),
        Letter.about.in_(about)).order_by(Letter.id))
    came_back = {about[name]: outcome in ("bounced", "refused") for name, outcome in rows}
    return {each.id: _state(each, came_back=came_back.get(each.id, False)) for each in invitations}


def _state(each: Invitation, *, came_back: bool) -> str:
    if each.withdrawn_at:
        return "withdrawn"
    if each.is_used_up:
        return "used"
    if each.expires_at < now():
        return "expired"
    if each.is_link:
        return "link"
    if each.written_at is None:
        return "waiting"
    if came_back:
        return "bounced"
    return "opened" if each.opened_at else "sent"


def list_waiting(ids: Iterable[int]) -> list[Invitation]:
    """Those of them whose letters are to be written."""
    query = select(Invitation).where(
        Invitation.id.in_(list(ids)), Invitation.written_at.is_(None),
        Invitation.withdrawn_at.is_(None))
    return list(db.session.scalars(query.options(
        joinedload(Invitation.invited_by), joinedload(Invitation.space)).order_by(Invitation.id)))


def list_spaces_of(invitation: Invitation) -> list[Space]:
    """The spaces it leads into, as far as they are there."""
    ids = invitation.space_ids
    found = {space.id: space for space in db.session.scalars(
        select(Space).where(Space.id.in_(ids)))} if ids else {}
    return [found[each] for each in ids if each in found]


def find_link(invitation: Invitation) -> Invitation | None:
    return db.session.get(Invitation, invitation.link_id) if invitation.link_id else None


def hold_lists_of(host: Person) -> None:
    """Nobody is invited by another list of theirs until the transaction ends: of the same list sent
    twice at once, the second finds everybody invited."""
    db.session.execute(select(Person.id).where(Person.id == host.id).with_for_update())


def get_community(host: Person, emails: Sequence[str]) -> Community:
    """What a list of these addresses is held against, in a few queries however long it is."""
    members: dict[str, set[int]] = {}
    invited: set[str] = set()
    for first in range(0, len(emails), 500):
        some = emails[first:first + 500]
        for email, space_id in db.session.execute(
                select(func.lower(Person.email), Membership.space_id)
                .outerjoin(Membership, Membership.person_id == Person.id)
                .where(func.lower(Person.email).in_(some))):
            members.setdefault(email, set()).add(space_id or 0)
        invited |= set(db.session.scalars(select(func.lower(Invitation.email)).where(
            func.lower(Invitation.email).in_(some), Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None), Invitation.expires_at > now())))
    spaces = [space for space in db.session.scalars(select(Space).where(visible_spaces(host)))
              if may_invite(host, space)]
    named = {space.name.lower(): space for space in spaces} | {each.slug: each for each in spaces}
    domains = () if may_let_in(host) else read_site().mail_domains
    return Community(members=members, invited=invited, spaces=named, domains=domains)
