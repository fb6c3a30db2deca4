"""Roles: granted for a place and revoked, each time with an entry in the audit log."""
from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.verdict import require
from cop.people.events import RoleGranted, RoleRevoked
from cop.people.models import Grant, Person
from cop.people.policy import may_grant, may_lose_role
from cop.people.queries import count_others, find_grant, hold_grants
from cop.people.scopes import PLACES, find_place


def grant_role(actor: Person | None, person: Person, role: str, scope_kind: str = "everywhere",
               scope: str = "", source: str = "") -> Grant:
    """Give a role for a place; `scope` is its code or name (a space's slug, a region, a theme).

    `actor` None is the command line. Granting what is granted already changes nothing. `source`
    says who else gave it (`Grant.source`).
    """
    code = place_of(role, scope_kind, scope)
    if actor is not None:
        require(may_grant(actor, role, scope_kind, code))
    there = find_grant(person, role, scope_kind, code)
    if there:
        return there
    grant = add(Grant(person_id=person.id, role=role, scope_kind=scope_kind, scope_code=code,
                      source=source, granted_by_id=actor.id if actor else None))
    db.session.expire(person, ["grants"])
    record(actor.id if actor else None, "role.granted", person, role=role, scope_kind=scope_kind,
           scope_code=code, in_space=int(code) if scope_kind == "space" else None)
    publish(RoleGranted(grant_id=grant.id, person_id=person.id, role=role, scope_kind=scope_kind,
                        scope_code=code, by_id=actor.id if actor else None))
    return grant


def note_look(administrator: Person, person: Person) -> None:
    """They opened the account of somebody else."""
    if administrator.id != person.id:
        record(administrator.id, "data.viewed", person, page="account")


def revoke_role(actor: Person | None, person: Person, grant: Grant) -> None:
    """Take a role away, or lay one's own down. The last administrator keeps theirs, and a space
    its last owner."""
    where = (grant.role, grant.scope_kind, grant.scope_code)
    if actor is not None and actor.id != person.id:
        require(may_grant(actor, *where))
    hold_grants(*where)  # of two that go at once, the second waits here and is counted then
    require(may_lose_role(grant, others=count_others(grant)))
    db.session.delete(grant)
    db.session.flush()
    db.session.expire(person, ["grants"])
    record(actor.id if actor else None, "role.revoked", person, role=grant.role,
           scope_kind=grant.scope_kind, scope_code=grant.scope_code,
           in_space=int(grant.scope_code) if grant.scope_kind == "space" else None)
    publish(RoleRevoked(grant_id=grant.id, person_id=person.id, role=grant.role,
                        scope_kind=grant.scope_kind, scope_code=grant.scope_code,
                        by_id=actor.id if actor else None))


def revoke(actor: Person | None, person: Person, role: str, scope_kind: str = "everywhere",
           scope: str = "") -> None:
    """Take away a role that is named as in `grant_role`. Raises Invalid when it is not held."""
    grant = find_grant(person, role, scope_kind, place_of(role, scope_kind, scope))
    if grant is None:
        raise Invalid({"role": _("%(name)s does not hold this role there.", name=person.name)})
    revoke_role(actor, person, grant)


def place_of(role: str, scope_kind: str, scope: str) -> str:
    """The code of a place where this role can hold, or Invalid with the reason."""
    if role not in PLACES:
        raise Invalid({"role": _("There is no role “%(role)s”. Roles are: %(roles)s.", role=role,
                                 roles=", ".join(PLACES))})
    if scope_kind not in PLACES[role]:
        raise Invalid({"scope_kind": _("This role cannot be given for that kind of place.")})
    code = find_place(scope_kind, scope.strip())
    if code is None:
        raise Invalid({"scope": _("There is no such place: “%(place)s”.", place=scope.strip())})
    return code
