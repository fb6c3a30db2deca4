"""Members of a space and their roles there: asking to join, let in, added, named, removed.

Joining and leaving by oneself stand in `service.py`.
"""
from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.text import clean
from cop.base.verdict import require
from cop.people.models import Person
from cop.people.queries import find_grant
from cop.people.service.roles import revoke_role
from cop.spaces.events import JoiningAsked, MembershipDecided
from cop.spaces.models import Asking, Space
from cop.spaces.policy import may_ask_to_join, may_edit_space, may_invite, may_remove
from cop.spaces.queries import find_asking, find_membership
from cop.spaces.service import add_member, appoint, end_membership, lay_down

LONGEST_WORDS = 1000
#: What a member can be in a space.
ROLES = ("member", "moderator", "owner")


def ask_to_join(person: Person, space: Space, words: str) -> Asking:
    """Owners and moderators of the space are told."""
    require(may_ask_to_join(person, space, asked_before=find_asking(person, space) is not None))
    words = clean(words).strip()
    if len(words) > LONGEST_WORDS:
        raise Invalid({"words": _("There is room for %(max)d characters.", max=LONGEST_WORDS)})
    asking = add(Asking(space_id=space.id, person_id=person.id, words=words))
    publish(JoiningAsked(asking_id=asking.id, space_id=space.id, person_id=person.id))
    return asking


def let_in(actor: Person, space: Space, asking: Asking) -> None:
    """Say yes."""
    require(may_invite(actor, space))
    add_member(space, asking.person)
    _answer(actor, space, asking, "let_in")


def refuse(actor: Person, space: Space, asking: Asking) -> None:
    """Say no. They may ask again."""
    require(may_invite(actor, space))
    _answer(actor, space, asking, "refused")


def add_to(actor: Person, space: Space, person: Person) -> None:
    """Make somebody a member who did not ask. They are told, and leave when they like."""
    require(may_edit_space(actor, space))
    if find_membership(person, space):
        raise Invalid({"person": _("%(name)s belongs to this space already.", name=person.name)})
    add_member(space, person)
    if asking := find_asking(person, space):
        db.session.delete(asking)
    _note(actor, space, person, "added")


def remove(actor: Person, space: Space, person: Person) -> None:
    """Take somebody's membership and their roles there. What they wrote stays."""
    require(may_remove(actor, space, person))
    lay_down(actor, space, person)
    end_membership(space, person)
    _note(actor, space, person, "removed")


def name_role(actor: Person, space: Space, person: Person, role: str) -> None:
    """Make a member an owner, a moderator, or a member like all others. What they were before
    ends; the last owner stays one."""
    require(may_edit_space(actor, space))
    if role not in ROLES:
        raise Invalid({"role": _("Please choose one of these.")})
    if role != "member":
        appoint(actor, space, person, role)
    for other in {"owner", "moderator"} - {role}:
        if grant := find_grant(person, other, "space", str(space.id)):
            revoke_role(actor, person, grant)


def _answer(actor: Person, space: Space, asking: Asking, outcome: str) -> None:
    person = asking.person
    db.session.delete(asking)
    _note(actor, space, person, outcome)


def _note(actor: Person, space: Space, person: Person, outcome: str) -> None:
    record(actor.id, f"member.{outcome}", person, in_space=space.id)
    publish(MembershipDecided(space_id=space.id, person_id=person.id, by_id=actor.id,
                              outcome=outcome))
