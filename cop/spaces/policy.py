"""Who may see, enter and shape a space."""
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, false, or_, select

from cop.base.clock import now
from cop.base.site import read_site
from cop.base.verdict import ALLOW, Verdict, deny
from cop.people.models import Person, Reader, Visitor
from cop.people.policy import has_role, may_write
from cop.spaces.models import VISIBILITIES, Membership, Space


def visible_spaces(reader: Reader) -> ColumnElement[bool]:
    """Public spaces, for members also those open to members, and everybody's own private ones."""
    own = select(Membership.space_id).where(Membership.person_id == reader.id)
    own = own.correlate_except(Membership)  # lets `reader` be a row of the outer query
    return or_(
        Space.visibility == "public",
        Space.visibility == "members" if reader.is_signed_in else false(),
        Space.id.in_(own),
    )


def may_see(reader: Person | Visitor, space: Space) -> bool:
    """The same rule for a space at hand: no query."""
    if space.visibility == "private":
        return belongs_to(reader, space)
    return space.visibility == "public" or reader.is_signed_in


def belongs_to(person: Person | Visitor, space: Space) -> bool:
    return person.id is not None and any(m.space_id == space.id for m in person.memberships)


def moderates(person: Person | Visitor, space: Space) -> bool:
    """Owners and moderators of this space, moderators of all, and administrators, where they can
    see it."""
    granted = has_role(person, "moderator", "space", str(space.id))
    sees = space.visibility != "private" or belongs_to(person, space)
    return sees and (granted or has_role(person, "administrator"))


def owns(person: Person | Visitor, space: Space) -> bool:
    """Owners of this space and administrators, where they can see it."""
    granted = has_role(person, "owner", "space", str(space.id))
    sees = space.visibility != "private" or belongs_to(person, space)
    return sees and (granted or has_role(person, "administrator"))


def has_ended(space: Space) -> bool:
    return space.ends_on is not None and space.ends_on < now().date()


def may_join(person: Person | Visitor, space: Space) -> Verdict:
    if not (verdict := _may_belong(person, space)):
        return verdict
    return deny(_("Joining waits for a yes here: ask first.")) if asks_first(space) else ALLOW


def asks_first(space: Space) -> bool:
    return space.joins_wait and space.visibility != "private"


def may_ask_to_join(person: Person | Visitor, space: Space, *, asked_before: bool = False,
                    ) -> Verdict:
    """Where joining waits for a yes."""
    if not asks_first(space):
        return deny(_("Nobody has to ask here: just join."))
    if not (verdict := _may_belong(person, space)):
        return verdict
    if asked_before:
        return deny(_("You have asked already. You hear when somebody has looked at it."))
    return ALLOW


def may_leave(person: Person | Visitor, space: Space, *, owners: int = 2) -> Verdict:
    """`owners`: how many it has. The last one does not leave it to itself."""
    if not belongs_to(person, space):
        return deny(_("You do not belong to this space."))
    if owners <= 1 and any(grant.role == "owner" and grant.scope_kind == "space"
                           and grant.scope_code == str(space.id) for grant in person.grants):
        return deny(_("You are the only owner of this space. Name another one first, on the page "
                      "of its members; then you can leave."))
    return ALLOW


def may_remove(actor: Person | Visitor, space: Space, person: Person) -> Verdict:
    """Take somebody's membership, and with it their roles there."""
    if not owns(actor, space):
        return deny(_("Only owners of this space add and remove members."))
    if actor.id == person.id:
        return deny(_("You leave a space on its own page."))
    return ALLOW


def may_write_in(person: Person | Visitor, space: Space) -> Verdict:
    """Members of the community write in open spaces; private ones ask for membership."""
    if not person.is_signed_in:
        return deny(_("Sign in to write here."))
    if not (verdict := may_write(person, space.id)):
        return verdict
    if has_ended(space):
        return deny(_("This course has ended: its room can be read, not written in."))
    if space.visibility == "private" and not belongs_to(person, space):
        return deny(_("Only members of this space write here."))
    if asks_first(space) and not (belongs_to(person, space) or moderates(person, space)):
        return deny(_("Only members of this space write here. Ask to join it first."))
    return ALLOW


def may_invite(person: Person | Visitor, space: Space) -> Verdict:
    if not moderates(person, space):
        return deny(_("Only moderators of this space invite people."))
    return ALLOW


def may_edit_space(person: Person | Visitor, space: Space) -> Verdict:
    if not owns(person, space):
        return deny(_("Only owners of this space change it."))
    return ALLOW


def visibilities_for(person: Person | Visitor, space: Space) -> list[str]:
    """What somebody may make of a space. What was written for few is never opened to more; the
    administrator may keep this decision from owners."""
    if not (read_site().owners_choose_readers or has_role(person, "administrator")):
        return [space.visibility]
    widest = VISIBILITIES.index(space.visibility) if space.topic_count else 0
    return list(VISIBILITIES[widest:])


def opens_to_more(space: Space, other: Space) -> bool:
    """Would what was written in `space` have readers in `other` that it was not written for?

    Two private rooms have different readers.
    """
    if space.visibility == other.visibility == "private":
        return space.id != other.id
    return VISIBILITIES.index(other.visibility) < VISIBILITIES.index(space.visibility)


def may_open_spaces(person: Person | Visitor) -> Verdict:
    if not has_role(person, "administrator"):
        return deny(_("Only an administrator opens new spaces."))
    return ALLOW


def _may_belong(person: Person | Visitor, space: Space) -> Verdict:
    if not person.is_signed_in:
        return deny(_("Sign in to join this space."))
    if belongs_to(person, space):
        return deny(_("You belong to this space already."))
    if space.visibility == "private":
        return deny(_("This space is by invitation only."))
    return ALLOW
