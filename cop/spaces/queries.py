"""Everything that reads spaces. The reader comes first: what they may not see is not there."""
import re
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, String, and_, cast, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from cop.base.care import MOST, is_this
from cop.base.clock import now
from cop.base.db import db, one
from cop.base.paging import Page, page
from cop.people.models import Grant, Person, Reader, Visitor
from cop.people.policy import suspended, visible_people
from cop.people.queries import digest_of, found_by
from cop.spaces.levels import Choice, Level
from cop.spaces.models import KINDS, Asking, Following, Invitation, Membership, Space
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


def list_members(reader: Reader, space: Space, *, words: str = "", role: str = "",
                 after: str = "") -> Page[Person]:
    """The members whom the reader may see, by name: all, or those found by words of their name or
    organisation, or with a role there."""
    query = select(Person).join(Membership, Membership.person_id == Person.id)
    query = query.where(Membership.space_id == space.id, visible_people(reader), *found_by(words))
    if role:
        query = query.where(Person.grants.any((Grant.role == role) & _holds_in(space)))
    query = query.options(selectinload(Person.region_rows))
    return page(query, by=[Person.folded_name, Person.id], after=after, descending=False, size=40)


def get_member(reader: Reader, space: Space, person_id: int) -> Person:
    """Somebody who belongs to a space, whether or not their account is open now."""
    return one(select(Person).join(Membership, Membership.person_id == Person.id).where(
        Membership.space_id == space.id, Person.id == person_id))


def list_strangers(reader: Reader, space: Space, words: str) -> list[Person]:
    """People who do not belong to the space, found by name: the first twenty."""
    inside = select(Membership.person_id).where(Membership.space_id == space.id)
    query = select(Person).where(
        visible_people(reader), Person.id.not_in(inside), *found_by(words))
    return list(db.session.scalars(query.order_by(Person.folded_name, Person.id).limit(20)))


def get_stranger(reader: Reader, person_id: int) -> Person:
    """Somebody whom the reader may see."""
    return one(select(Person).where(Person.id == person_id, visible_people(reader)))


def list_staff(reader: Reader, space: Space) -> dict[str, list[Person]]:
    """Those appointed for this space by role, as far as the reader may see them: who owns it is
    not named as moderator once more. Administrators and moderators of all are not listed."""
    query = select(Grant.role, Person).join(Person, Grant.person_id == Person.id).where(
        _holds_in(space), visible_people(reader)).order_by(Person.folded_name, Person.id)
    rows = db.session.execute(query).all()
    owners = [person for role, person in rows if role == "owner"]
    return {"owner": owners, "moderator": [
        person for role, person in rows if role == "moderator" and person not in owners]}


def roles_in(space: Space, people: Iterable[int]) -> dict[int, str]:
    """The highest role of each of them there; who has none is not named."""
    query = select(Grant.person_id, Grant.role).where(
        _holds_in(space), Grant.person_id.in_(list(people)))
    found: dict[int, str] = {}
    for person_id, role in db.session.execute(query):
        found[person_id] = role if found.get(person_id) != "owner" else "owner"
    return found


def count_owners(space: Space) -> int:
    """Those who can sign in now."""
    query = select(func.count(Person.id)).join(Grant, Grant.person_id == Person.id)
    return db.session.scalar(query.where(
        Grant.role == "owner", _holds_in(space), Person.active.is_(True),
        Person.confirmed_at.is_not(None), ~suspended())) or 0


def get_any_space(space_id: int) -> Space:
    """Whoever asks: for services."""
    return one(select(Space).where(Space.id == space_id))


def list_ownerless(space_id: int | None = None) -> list[Space]:
    """Spaces in use that no open account owns."""
    query = select(Space).where(
        ~_has_ended(), ~_owned_by(Person.active.is_(True)), is_this(Space.id, space_id))
    return list(db.session.scalars(query.order_by(Space.id).limit(MOST)))


def list_owned_alone(person: Person, space_id: int | None = None) -> list[Space]:
    """Spaces in use that would have no owner without this person."""
    others = _owned_by(Person.active.is_(True), Person.id != person.id)
    query = select(Space).where(~_has_ended(), _owned_by(Person.id == person.id), ~others,
                                is_this(Space.id, space_id))
    return list(db.session.scalars(query.order_by(Space.id).limit(MOST)))


def list_askings(space: Space) -> list[Asking]:
    """Who wants to join, the first forty in the order of asking."""
    query = select(Asking).where(Asking.space_id == space.id).options(joinedload(Asking.person))
    return list(db.session.scalars(query.order_by(Asking.id).limit(40)))


def find_asking(person: Person | Visitor, space: Space) -> Asking | None:
    if person.id is None:
        return None
    return db.session.scalar(select(Asking).where(
        Asking.space_id == space.id, Asking.person_id == person.id))


def get_asking(space: Space, asking_id: int) -> Asking:
    return one(select(Asking).where(Asking.id == asking_id, Asking.space_id == space.id))


def find_membership(person: Person, space: Space) -> Membership | None:
    return db.session.scalar(select(Membership).where(
        Membership.person_id == person.id, Membership.space_id == space.id))


def find_by_slug(slug: str) -> Space | None:
    """A space whoever asks: for services and the command line."""
    return db.session.scalar(select(Space).where(Space.slug == slug))


def find_invitation(token: str) -> Invitation | None:
    query = select(Invitation).where(Invitation.digest == digest_of(token))
    return db.session.scalar(query.options(
        joinedload(Invitation.space), joinedload(Invitation.invited_by)))


def is_invited(email: str) -> bool:
    """Was this address invited to any space, and not used yet?"""
    query = select(Invitation.id).where(
        func.lower(Invitation.email) == email.lower(), Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None), Invitation.expires_at > now())
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
        db.session.get(Space, int(words)) if re.fullmatch("[0-9]{1,9}", words) else None)
    return str(space.id) if space else None


def name_scopes(codes: Iterable[str], _language: str) -> dict[str, str]:
    """The names of spaces, for grants."""
    query = select(Space.id, Space.name).where(Space.id.in_([int(code) for code in codes]))
    return {str(space_id): name for space_id, name in db.session.execute(query)}


def write_scope(code: str) -> str:
    """The slug of a space, for exports of grants."""
    space = db.session.get(Space, int(code))
    return space.slug if space else code


def _holds_in(space: Space) -> ColumnElement[bool]:
    return (Grant.scope_kind == "space") & (Grant.scope_code == str(space.id))


def _owned_by(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(Grant.id).join(Person, Person.id == Grant.person_id).where(
        Grant.role == "owner", Grant.scope_kind == "space",
        Grant.scope_code == cast(Space.id, String), *conditions).correlate(Space).exists()


def _has_ended() -> ColumnElement[bool]:
    return func.coalesce(Space.ends_on < now().date(), False)


def _ended() -> ColumnElement[bool]:
    return Space.ends_on.is_not(None) & (Space.ends_on < now().date())
