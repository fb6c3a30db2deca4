"""What is known of sign-ins: whose a token is, where somebody is signed in.

They begin and end in `service/sign_ins.py`.
"""
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import (
    RelationshipProperty,
    contains_eager,
    joinedload,
    undefer,
    with_expression,
)

from cop.base.clock import now
from cop.base.content_version import version
from cop.base.db import db, one
from cop.people.models import Person
from cop.people.queries import digest_of
from cop.people.security.tables import Identity, SecondStepRemoval, SignIn

#: Without being used for so long a sign-in ends; and after so long in any case. The first for a
#: browser that is closed in the evening, the second for «Keep me signed in on this device».
ONE_DAY = (timedelta(hours=12), timedelta(days=7))
REMEMBERED = (timedelta(days=30), timedelta(days=180))


def find_sign_in(token: str, looked_at: tuple[Any, ...] = ()) -> SignIn | None:
    """The sign-in of a token that still opens something, with its person, in one query.

    `looked_at`: what rules and every page look at; these are look-ups from then on.
    """
    given = {"digest": digest_of(token)} | _since_when()
    return db.session.scalars(_by_digest(looked_at), given).unique().one_or_none()


@cache
def _by_digest(looked_at: tuple[Any, ...]) -> Select[tuple[SignIn]]:
    """Built once: it is asked for each page of a member."""
    query = select(SignIn).join(SignIn.person).where(
        SignIn.digest == bindparam("digest"), _is_open(), Person.active.is_(True))
    return query.options(contains_eager(SignIn.person).options(
        with_expression(Person.content_version, version()), undefer(Person.first_region),
        undefer(Person.has_passkey), *map(loaded, looked_at)))


def loaded(what: Any) -> Any:
    """Relations come with the person, and so do columns that do not always."""
    return joinedload(what) if isinstance(what.property, RelationshipProperty) else undefer(what)


def list_open(owner: Person) -> list[SignIn]:
    """Where somebody is signed in, the last used first."""
    query = select(SignIn).where(SignIn.person_id == owner.id, _is_open())
    query = query.order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())
    return list(db.session.scalars(query, _since_when()))


def list_all(owner: Person) -> list[SignIn]:
    """Every sign-in that is remembered, ended ones too, the newest first."""
    query = select(SignIn).where(SignIn.person_id == owner.id).order_by(SignIn.id.desc())
    return list(db.session.scalars(query))


def get_open(owner: Person, sign_in_id: int) -> SignIn:
    return one(select(SignIn).where(
        SignIn.id == sign_in_id, SignIn.person_id == owner.id, _is_open()).params(_since_when()))


def find_identity(issuer: str, subject: str) -> Identity | None:
    """Whoever this is at the provider, with their person."""
    return db.session.scalar(
        select(Identity).where(Identity.issuer == issuer, Identity.subject == subject))


def get_identity(owner: Person, identity_id: int) -> Identity:
    return one(select(Identity).where(
        Identity.id == identity_id, Identity.person_id == owner.id))


def list_removals(owner: Person) -> list[SecondStepRemoval]:
    """When their second step was taken away, and why; the newest first, with who did it."""
    query = select(SecondStepRemoval).where(SecondStepRemoval.person_id == owner.id)
    query = query.options(joinedload(SecondStepRemoval.by))
    return list(db.session.scalars(query.order_by(SecondStepRemoval.id.desc())).unique())


def has_signed_in(person: Person) -> bool:
    """Ever, as far as the log goes back."""
    return bool(db.session.scalar(select(exists().where(SignIn.person_id == person.id))))


def _is_open() -> ColumnElement[bool]:
    """With the moments of `_since_when`."""
    def lasts(name: str) -> ColumnElement[bool]:
        return and_(SignIn.last_seen_at > bindparam(f"{name}_seen"),
                    SignIn.created_at > bindparam(f"{name}_begun"))

    return SignIn.ended_at.is_(None) & or_(
        lasts("day"), SignIn.is_remembered.is_(True) & lasts("long"))


def _since_when() -> dict[str, datetime]:
    """What was seen or begun before these moments has ended by itself."""
    return {f"{name}_{what}": now() - time for name, times in (
        ("day", ONE_DAY), ("long", REMEMBERED)) for what, time in zip(
        ("seen", "begun"), times, strict=True)}
