"""What roles allow, wherever no other feature has a say; who may see whom."""
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, exists, or_, true

from cop.base.clock import now
from cop.base.days import format_datetime
from cop.base.verdict import ALLOW, Verdict, deny
from cop.people.models import Grant, Organisation, Person, Reader, Sanction, Visitor
from cop.people.security.tables import Identity
from cop.vocabulary.regions import covers

#: Who holds one of these does what the role is for: an owner of a space moderates it, too.
HELD_BY: Mapping[str, tuple[str, ...]] = MappingProxyType({"moderator": ("moderator", "owner")})
#: What the owner of a space gives there, besides administrators.
GIVEN_BY_OWNERS = ("owner", "moderator")


def visible_people(reader: Reader) -> ColumnElement[bool]:
    """Members see active members; visitors see those who chose to be public."""
    active = Person.active.is_(True) & Person.confirmed_at.is_not(None)
    return active & (true() if reader.is_signed_in else Person.profile_is_public.is_(True))


def has_role(person: Person | Visitor, role: str, scope_kind: str = "", code: str = "") -> bool:
    """Does the person hold the role everywhere, or for this scope?

    A grant for a region holds for the regions within it. Without a scope kind: anywhere at all.
    What holds a role, too, is said in `HELD_BY`.
    """
    held_by = HELD_BY.get(role, (role,))
    grants = [grant for grant in person.grants if grant.role in held_by]
    if not scope_kind:
        return bool(grants)
    return any(
        grant.scope_kind == "everywhere"
        or (grant.scope_kind == scope_kind and _within(scope_kind, grant.scope_code, code))
        for grant in grants
    )


def may_write(person: Person | Visitor, space_id: int | None = None) -> Verdict:
    """Nobody who is silenced: on the whole site or, where one is named, in this space."""
    for sanction in person.sanctions:
        if sanction.kind in ("silence", "suspend") and sanction.holds_in(space_id):
            return deny(_("You cannot write until %(moment)s. The reason: %(reason)s",
                          moment=_end_of(sanction), reason=sanction.reason))
    return ALLOW


def may_sign_in(person: Person) -> Verdict:
    """Said to who knows the password. A closed account is another thing."""
    if sanction := person.suspension:
        return deny(_("Your account is suspended until %(moment)s. The reason: %(reason)s The "
                      "letter you got says how to object.",
                      moment=_end_of(sanction), reason=sanction.reason))
    return ALLOW


def is_held(person: Person | Visitor, space_id: int) -> bool:
    """Do their posts wait for a moderator?"""
    return any(each.kind == "hold" and each.holds_in(space_id) for each in person.sanctions)


def suspended() -> ColumnElement[bool]:
    """People who may not sign in for a while."""
    return exists().where(
        Sanction.person_id == Person.id, Sanction.kind == "suspend",
        Sanction.lifted_at.is_(None), or_(Sanction.ends_at.is_(None), Sanction.ends_at > now()),
    ).correlate_except(Sanction)


def _end_of(sanction: Sanction) -> str:
    return format_datetime(sanction.ends_at, "long") if sanction.ends_at else _("further notice")


def may_administer(person: Person | Visitor) -> Verdict:
    if not has_role(person, "administrator"):
        return deny(_("Only an administrator may do this."))
    return ALLOW


def lacks_second_factor(person: Person | Visitor, *, days: int) -> datetime | None:
    """Since (or from) when somebody with a role needs a second step and has none: so many `days`
    after they got the first one. None for who has one or needs none."""
    if not person.grants or person.has_second_factor:
        return None
    return min(grant.created_at for grant in person.grants) + timedelta(days=days)


def has_second_step_to_lose(person: Person) -> Verdict:
    if not person.has_second_factor:
        return deny(_("%(name)s signs in without a second step: there is none to take away.",
                      name=person.name))
    return ALLOW


def may_take_second_step(actor: Person | Visitor, person: Person) -> Verdict:
    """From who has lost it. Never from oneself: whoever finds an open screen could do that."""
    if not (allowed := may_administer(actor)):
        return allowed
    if actor.id == person.id:
        return deny(_("Nobody takes away their own second step here. You change it under “Signing "
                      "in”; if you have lost it, another administrator takes it away."))
    return has_second_step_to_lose(person)


def may_disconnect(person: Person, identity: Identity) -> Verdict:
    """From the provider of sign-ins; somebody must still come in another way."""
    if not (person.password or person.has_passkey or len(person.identities) > 1):
        return deny(_("This is your only way in. Set a password by letter first."))
    return ALLOW


def may_grant(actor: Person | Visitor, role: str, scope_kind: str, code: str) -> Verdict:
    """Administrators give every role; who owns a space, those of its owners and moderators."""
    owns = (role in GIVEN_BY_OWNERS and scope_kind == "space"
            and has_role(actor, "owner", "space", code))
    if owns or has_role(actor, "administrator"):
        return ALLOW
    return deny(_("Only an administrator, or for a space its owner, gives and takes roles."))


def may_lose_role(grant: Grant, *, others: int) -> Verdict:
    """`others`: how many active people besides hold it there. There is always an administrator,
    and a space that has owners keeps one."""
    if grant.role == "administrator" and not others:
        return deny(_("This is the last administrator. Name another one first."))
    if grant.role == "owner" and not others:
        return deny(_("A space keeps an owner. Name another one first, on the page of its "
                      "members; then this one can go."))
    return ALLOW


def may_be_closed(account: Person, *, administrators: int) -> Verdict:
    """May this account be closed without leaving the community to itself?"""
    if administrators <= 1 and has_role(account, "administrator"):
        return deny(_("This is the last administrator. Name another one first."))
    return ALLOW


def may_edit_profile(person: Person | Visitor, profile: Person) -> Verdict:
    return ALLOW if person.id == profile.id else deny(_("Only its owner may change a profile."))


def may_describe_organisation(person: Person | Visitor,
                              organisation: Organisation | None) -> Verdict:
    """Who works there says what it is like."""
    if organisation is None:
        return deny(_("Name your organisation in your settings first."))
    if person.organisation_id != organisation.id:
        return deny(_("Only who works for an organisation describes it."))
    return ALLOW


def regions_managed_by(person: Person | Visitor) -> list[str]:
    """The region codes somebody manages; the empty string stands for everywhere."""
    return [grant.scope_code if grant.scope_kind == "region" else ""
            for grant in person.grants if grant.role == "regional_manager"]


def _within(scope_kind: str, granted: str, code: str) -> bool:
    return covers(granted, code) if scope_kind == "region" else granted == code
