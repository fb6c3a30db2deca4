"""What roles allow, wherever no other feature has a say; who may see whom."""
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, true

from cop.base.verdict import ALLOW, Verdict, deny
from cop.people.models import Grant, Organisation, Person, Reader, Visitor
from cop.vocabulary.regions import covers


def visible_people(reader: Reader) -> ColumnElement[bool]:
    """Members see active members; visitors see those who chose to be public."""
    active = Person.active.is_(True) & Person.confirmed_at.is_not(None)
    return active & (true() if reader.is_signed_in else Person.profile_is_public.is_(True))


def has_role(person: Person | Visitor, role: str, scope_kind: str = "", code: str = "") -> bool:
    """Does the person hold the role everywhere, or for this scope?

    A grant for a region holds for the regions within it. Without a scope kind: anywhere at all.
    """
    grants = [grant for grant in person.grants if grant.role == role]
    if not scope_kind:
        return bool(grants)
    return any(
        grant.scope_kind == "everywhere"
        or (grant.scope_kind == scope_kind and _within(scope_kind, grant.scope_code, code))
        for grant in grants
    )


def may_administer(person: Person | Visitor) -> Verdict:
    if not has_role(person, "administrator"):
        return deny(_("Only an administrator may do this."))
    return ALLOW


def may_lose_role(grant: Grant, *, administrators: int) -> Verdict:
    """`administrators`: how many active people hold that role now. One has to stay."""
    if grant.role == "administrator" and administrators <= 1:
        return deny(_("This is the last administrator. Name another one first."))
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
