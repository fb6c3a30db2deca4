"""Everything that reads spaces. The reader comes first: what they may not see is not there."""
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from cop.base.clock import now
from cop.base.db import db, one
from cop.base.paging import Page, page
from cop.people.models import Grant, Person, Reader, Visitor
from cop.people.policy import visible_people
from cop.people.queries import digest_of
from cop.spaces.levels import Choice, Level
from cop.spaces.models import KINDS, Following, Invitation, Membership, Space
from cop.spaces.policy import visible_spaces
from cop.vocabulary.words import comparable


def get_space(reader: Reader, slug: str) -> Space:
    """A space by the last part of its address, with the one it hands over to."""
    query = select(Space).where(Space.slug == slug, visible_spaces(reader))
    return one(query.options(joinedload(Space.hands_over_to)))


def list_spaces(reader: Reader) -> list[Space]:
    """All spaces in use, by kind and name. Courses that have ended are in `list_ended`."""
    rows = db.session.scalars(select(Space).where(visible_spaces(reader), ~_ended()))
    return sorted(rows, key=lambda space: (KINDS.index(space.kind), comparable(space.name)))


def list_ended(reader: Reader, after: str = "") -> Page[Space]:
    """The courses that are over, the last one first."""
    query = select(Space).where(visible_spaces(reader), _ended())
    return page(query, by=[Space.created_at, Space.id], after=after)


def list_own_spaces(person: Person) -> list[Space]:
    """The spaces somebody belongs to, by name."""
    own = select(Membership.space_id).where(Membership.person_id == person.id)
    rows = db.session.scalars(select(Space).where(Space.id.in_(own)))
    return sorted(rows, key=lambda space: comparable(space.name))


def list_spaces_of(reader: Reader, person: Person) -> list[Space]:
    """The spaces somebody belongs to, as far as the reader may see them."""
    own = select(Membership.space_id).where(Membership.person_id == person.id)
    rows = db.session.scalars(select(Space).where(Space.id.in_(own), visible_spaces(reader)))
    return sorted(rows, key=lambda space: comparable(space.name))


def list_heirs(reader: Reader) -> list[Space]:
    """The spaces that last: a course can hand over to them."""
    query = select(Space).where(visible_spaces(reader), Space.kind != "course")
    return sorted(db.session.scalars(query), key=lambda space: comparable(space.name))


def list_members(reader: Reader, space: Space, after: str = "") -> Page[Person]:
    """The members whom the reader may see, by name."""
    query = select(Person).join(Membership, Membership.person_id == Person.id)
    query = query.where(Membership.space_id == space.id, visible_people(reader))
    query = query.options(selectinload(Person.region_rows))
    return page(query, by=[Person.folded_name, Person.id], after=after, descending=False, size=40)


def list_moderators(reader: Reader, space: Space) -> list[Person]:
    """Those appointed for this space, as far as the reader may see them; administrators and
    moderators of all are not listed."""
    query = select(Person).join(Grant, Grant.person_id == Person.id).where(
        Grant.role == "moderator", Grant.scope_kind == "space",
        Grant.scope_code == str(space.id), visible_people(reader))
    return list(db.session.scalars(query.order_by(Person.folded_name)))


def find_membership(person: Person, space: Space) -> Membership | None:
    return db.session.scalar(select(Membership).where(
        Membership.person_id == person.id, Membership.space_id == space.id))


def find_by_slug(slug: str) -> Space | None:
    """A space whoever asks: for services and the command line."""
    return db.session.scalar(select(Space).where(Space.slug == slug))


def find_invitation(token: str) -> Invitation | None:
    query = select(Invitation).where(Invitation.digest == digest_of(token))
    return db.session.scalar(query.options(joinedload(Invitation.space)))


def is_invited(email: str) -> bool:
    """Was this address invited to any space, and not used yet?"""
    query = select(Invitation.id).where(
        func.lower(Invitation.email) == email.lower(), Invitation.accepted_at.is_(None),
        Invitation.expires_at > now())
    return db.session.scalar(query.limit(1)) is not None


def hold_invitation(token: str) -> None:
    """Nobody else takes up this invitation until the transaction ends."""
    query = select(Invitation.id).where(Invitation.digest == digest_of(token))
    db.session.execute(query.with_for_update())


def find_following(person: Person | Visitor, kind: str, target_id: int = 0,
                   code: str = "") -> Following | None:
    if person.id is None:
        return None
    return db.session.scalar(select(Following).where(
        Following.person_id == person.id, is_about(kind, target_id, code)))


def get_level(person: Person | Visitor, kind: str, target_id: int = 0, code: str = "") -> Level:
    """What somebody chose for a thing by itself."""
    following = find_following(person, kind, target_id, code)
    return Level(following.level) if following else Level.NORMAL


def list_followings(kind: str, target_id: int) -> Sequence[Following]:
    """Every row of who watches a thing, for services."""
    return db.session.scalars(select(Following).where(
        Following.kind == kind, Following.target_id == target_id)).all()


def list_choices(targets: Iterable[tuple[str, int, str]],
                 *conditions: ColumnElement[bool]) -> dict[int, list[Choice]]:
    """What people chose for these things (kind, id, code), by their id.

    Give the rule of seeing them, for the class Person, as a condition.
    """
    query = select(Following).join(Person, Person.id == Following.person_id)
    rows = db.session.scalars(query.where(
        or_(*(is_about(*target) for target in targets)), Person.active.is_(True), *conditions))
    chosen: dict[int, list[Choice]] = {}
    for following in rows:
        chosen.setdefault(following.person_id, []).append(following.choice)
    return chosen


def is_about(kind: str, target_id: int = 0, code: str = "") -> ColumnElement[bool]:
    """Followings of one thing."""
    return and_(Following.kind == kind, Following.target_id == target_id, Following.code == code)


def find_scope(words: str) -> str | None:
    """The code of a space in grants, from its slug or its id."""
    space = find_by_slug(words) or (
        db.session.get(Space, int(words)) if words.isascii() and words.isdigit() else None)
    return str(space.id) if space else None


def name_scopes(codes: Iterable[str], _language: str) -> dict[str, str]:
    """The names of spaces, for grants."""
    query = select(Space.id, Space.name).where(Space.id.in_([int(code) for code in codes]))
    return {str(space_id): name for space_id, name in db.session.execute(query)}


def write_scope(code: str) -> str:
    """The slug of a space, for exports of grants."""
    space = db.session.get(Space, int(code))
    return space.slug if space else code


def _ended() -> ColumnElement[bool]:
    return Space.ends_on.is_not(None) & (Space.ends_on < now().date())
