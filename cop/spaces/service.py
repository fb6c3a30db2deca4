"""Everything that changes spaces: opened, described, joined, left, moderated.

Who comes in by invitation: `joining/`.
"""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, func, select, update

from cop.base.audit import record
from cop.base.db import add, db
from cop.base.errors import Forbidden, Invalid
from cop.base.events import publish
from cop.base.text import clean
from cop.base.text import slug as slug_of
from cop.base.verdict import require
from cop.people.models import Grant, Person
from cop.people.queries import find_grant
from cop.people.service.roles import grant_role, revoke_role
from cop.spaces.events import SpaceChanged
from cop.spaces.following import take_part, unfollow
from cop.spaces.levels import Level
from cop.spaces.models import (
    KINDS,
    VISIBILITIES,
    Asking,
    Following,
    Invitation,
    Membership,
    Space,
)
from cop.spaces.policy import (
    may_edit_space,
    may_join,
    may_leave,
    may_open_spaces,
    visibilities_for,
)
from cop.spaces.queries import (
    count_owners,
    find_by_slug,
    find_membership,
)
from cop.vocabulary.lists import LANGUAGES, REGIONS, THEMES

SHORTEST_NAME, LONGEST_NAME = 3, 100
LONGEST_DESCRIPTION = 2000
#: Words that stand for something else in addresses.
RESERVED = {"new", "ended"}


@dataclass(frozen=True, kw_only=True)
class Description:
    """What a space is about and for whom."""

    name: str
    description: str = ""
    kind: str = "thematic"
    visibility: str = "public"
    language: str = "en"
    themes: Sequence[str] = ()
    regions: Sequence[str] = ()
    ends_on: date | None = None
    hands_over_to: Space | None = None
    letters_without_content: bool = False
    first_posts_wait: bool = False
    joins_wait: bool = False


def open_space(actor: Person | None, *, slug: str = "", **described: Any) -> Space:
    """A new room; `described` are the fields of Description. Its slug never changes afterwards.

    Without a slug it is made from the name. Who opens it owns it until they name another owner;
    `actor` None is the command line, which names nobody.
    """
    if actor is not None:
        require(may_open_spaces(actor))
    what = Description(**described)
    space = Space(slug=_free_slug(slug, what.name), name="")
    _describe(space, what)
    add(space)
    record(actor.id if actor else None, "space.opened", space)
    if actor is not None:
        appoint(actor, space, actor, "owner")
    publish(SpaceChanged(space_id=space.id))
    return space


def change_space(actor: Person, space: Space, **described: Any) -> None:
    """Describe a space anew. What was written for few is never opened to more."""
    require(may_edit_space(actor, space))
    what = Description(**described)
    if what.visibility not in visibilities_for(actor, space):
        raise Forbidden(_("Topics were written here for fewer readers: this space cannot be "
                          "opened to more."))
    _describe(space, what)
    if space.visibility == "private":  # nobody else could let anybody in
        add_member(space, actor)
    record(actor.id, "space.changed", space)
    publish(SpaceChanged(space_id=space.id))


def join(person: Person, space: Space) -> Membership:
    """Become a member."""
    require(may_join(person, space))
    return add_member(space, person)


def leave(person: Person, space: Space) -> None:
    """Stop being a member, and lay down what roles one has there. What was written stays."""
    require(may_leave(person, space, owners=count_owners(space)))
    lay_down(person, space, person)
    end_membership(space, person)


def lay_down(actor: Person, space: Space, person: Person) -> None:
    """Nothing is theirs to look after in this space any more."""
    for role in ("owner", "moderator"):
        if grant := find_grant(person, role, "space", str(space.id)):
            revoke_role(actor, person, grant)


def end_membership(space: Space, person: Person) -> None:
    """The opposite of `add_member`: without asking whether it may end."""
    left = db.session.execute(delete(Membership).where(
        Membership.space_id == space.id, Membership.person_id == person.id))
    if left.rowcount:  # of two at once, one leaves
        space.member_count = Space.member_count - 1
    unfollow(person, "space", space.id)
    _refresh(person)


def add_member(space: Space, person: Person) -> Membership:
    """Make somebody a member without asking whether they may; a member stays one.

    From now on what is new there is counted for them.
    """
    membership = find_membership(person, space)
    if membership is None:
        membership = add(Membership(space_id=space.id, person_id=person.id))
        space.member_count = Space.member_count + 1
        take_part(person, "space", space.id, level=Level.TRACKING)
        _refresh(person)
    return membership


def admit(person_id: int, space_id: int) -> None:
    """`add_member` by ids, where both are still there."""
    space, person = db.session.get(Space, space_id), db.session.get(Person, person_id)
    if space and person:
        add_member(space, person)


def appoint(actor: Person | None, space: Space, person: Person, role: str) -> Grant:
    """Make somebody an owner or a moderator of a space; they become a member of it."""
    grant = grant_role(actor, person, role, "space", str(space.id))
    add_member(space, person)
    return grant


def _describe(space: Space, what: Description) -> None:
    name = " ".join(clean(what.name).split())
    description = clean(what.description).strip()
    wrong = {field: sentence for field, sentence in {
        "name": "" if SHORTEST_NAME <= len(name) <= LONGEST_NAME else _(
            "A name has %(least)d to %(most)d characters.", least=SHORTEST_NAME,
            most=LONGEST_NAME),
        "description": "" if len(description) <= LONGEST_DESCRIPTION else _(
            "There is room for %(most)d characters.", most=LONGEST_DESCRIPTION),
        "ends_on": _("A course has an end date.") if what.kind == "course" and not what.ends_on
        else "",
    }.items() if sentence} | _unknown_codes(what)
    if wrong:
        raise Invalid(wrong)
    course = what.kind == "course"
    space.name, space.description, space.kind = name, description, what.kind
    space.visibility, space.language = what.visibility, what.language
    space.themes, space.regions = list(what.themes), list(what.regions)
    space.letters_without_content = what.letters_without_content
    space.first_posts_wait, space.joins_wait = what.first_posts_wait, what.joins_wait
    space.ends_on = what.ends_on if course else None
    space.hands_over_to = what.hands_over_to if course else None


def _unknown_codes(what: Description) -> dict[str, str]:
    given = {
        "kind": ([what.kind], KINDS), "visibility": ([what.visibility], VISIBILITIES),
        "language": ([what.language], LANGUAGES), "themes": (what.themes, THEMES),
        "regions": (what.regions, REGIONS),
    }
    wrong = {field: [code for code in codes if code not in known]
             for field, (codes, known) in given.items()}
    return {field: _("We do not know “%(code)s”.", code=", ".join(codes))
            for field, codes in wrong.items() if codes}


def _free_slug(wish: str, name: str) -> str:
    """The wish, if it is free; else one made from the name, with a number where it is taken."""
    if wish:
        if wish != slug_of(wish) or _is_taken(wish):
            raise Invalid({"slug": _("The address “%(slug)s” is taken or has signs that do not "
                                     "belong there.", slug=wish)})
        return wish
    base, number = slug_of(name), 1
    slug = base
    while _is_taken(slug):
        number += 1
        slug = f"{base}-{number}"
    return slug


def _is_taken(slug: str) -> bool:
    return slug in RESERVED or find_by_slug(slug) is not None


def _refresh(person: Person) -> None:
    """Their memberships are read again: rules look at them."""
    db.session.flush()
    db.session.expire(person, ["memberships"])


def forget_person(person: Person) -> None:
    """They belong to no space and follow nothing any more."""
    theirs = select(Membership.space_id).where(Membership.person_id == person.id)
    db.session.execute(update(Space).where(Space.id.in_(theirs)).values(
        member_count=Space.member_count - 1))
    db.session.execute(delete(Invitation).where(
        func.lower(Invitation.email) == person.email.lower()))
    for kind in (Membership, Following, Asking):
        db.session.execute(delete(kind).where(kind.person_id == person.id))
    db.session.expire_all()
