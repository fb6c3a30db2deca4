"""Everything that reads spaces. The reader comes first: what they may not see is not there."""
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from cop.base.db import db, one
from cop.base.paging import Page, page
from cop.people.models import Grant, Person, Reader, Visitor
from cop.people.policy import visible_people
from cop.spaces.models import Invitation, Membership, Space
from cop.spaces.policy import visible_spaces


def get_space(reader: Person | Visitor, slug: str) -> Space:
    query = select(Space).where(Space.slug == slug, visible_spaces(reader))
    return one(query.options(joinedload(Space.hands_over_to)))


def list_spaces(reader: Reader) -> Sequence[Space]:
    """All the reader may see, by name; a community has dozens of them, not thousands."""
    query = select(Space).where(visible_spaces(reader)).order_by(Space.name, Space.id)
    return db.session.scalars(query).all()


def find_space(slug: str) -> Space | None:
    return db.session.scalar(select(Space).where(Space.slug == slug))


def list_members(reader: Person | Visitor, space: Space, after: str = "") -> Page[Person]:
    """Those who belong to a space and whom the reader may see, newest first."""
    query = select(Person).join(Membership, Membership.person_id == Person.id).where(
        Membership.space_id == space.id, visible_people(reader))
    return page(query, by=[Membership.created_at, Membership.id], after=after, size=40)


def list_moderators(space: Space) -> Sequence[Person]:
    query = select(Person).join(Grant, Grant.person_id == Person.id).where(
        Grant.role == "moderator", Grant.scope_kind == "space",
        Grant.scope_code == str(space.id), Person.active)
    return db.session.scalars(query.order_by(Person.name)).all()


def find_membership(person: Person, space: Space) -> Membership | None:
    return db.session.scalar(select(Membership).where(
        Membership.person_id == person.id, Membership.space_id == space.id))


def find_invitation(digest: str) -> Invitation | None:
    return db.session.scalar(select(Invitation).where(Invitation.digest == digest))
