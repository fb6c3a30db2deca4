"""Everything that reads people. The reader comes first: whom they may not see is not there."""
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, String, and_, cast, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from cop.base.clock import now
from cop.base.db import db, one
from cop.base.errors import Invalid, NotFound
from cop.base.paging import Page, page
from cop.base.text import clean, fold
from cop.people.models import (
    ApiCall,
    ApiKey,
    Grant,
    Organisation,
    Person,
    PersonRegion,
    PersonTheme,
    Reader,
    SecretAddress,
    Visitor,
)
from cop.people.policy import has_role, suspended, visible_people
from cop.vocabulary.regions import country_of

WHOLE = (joinedload(Person.region_rows), selectinload(Person.theme_rows),
         joinedload(Person.grants))


def get_person(reader: Person | Visitor, person_id: int) -> Person:
    """Somebody's profile with territory, themes and roles; one's own always."""
    seen = visible_people(reader) | (Person.id == reader.id)
    return _whole(select(Person).where(Person.id == person_id, seen))


def list_people(reader: Reader, *, words: str = "", region: str = "", theme: str = "",
                language: str = "", after: str = "") -> Page[Person]:
    """The directory by name. `region` finds also those who work in a part of it."""
    query = select(Person).where(visible_people(reader), *found_by(words))
    if region:
        query = query.where(_works_in(region))
    if theme:
        query = query.where(Person.theme_rows.any(PersonTheme.code == theme))
    if language:
        query = query.where(cast(Person.languages, String).contains(
            f'"{language}"', autoescape=True))
    query = query.options(selectinload(Person.region_rows))
    return page(query, by=[Person.folded_name, Person.id], after=after, descending=False, size=40)


def get_account(administrator: Person | Visitor, person_id: int) -> Person:
    """Any account, confirmed and active or not: for administrators only."""
    if not has_role(administrator, "administrator"):
        raise NotFound
    return _whole(select(Person).where(Person.id == person_id))


def list_accounts(administrator: Person | Visitor, *, words: str = "",
                  after: str = "") -> Page[Person]:
    """All accounts by name, for administrators only; found by e-mail address too."""
    if not has_role(administrator, "administrator"):
        raise NotFound
    query = select(Person).options(selectinload(Person.grants))
    if words.strip():
        address = func.lower(Person.email).contains(words.strip().lower(), autoescape=True)
        query = query.where(or_(address, and_(*found_by(words))))
    return page(query, by=[Person.folded_name, Person.id], after=after, descending=False, size=40)


def find_by_email(email: str) -> Person | None:
    """The account of an address; letters may be large or small."""
    return db.session.scalar(select(Person).where(func.lower(Person.email) == email.lower()))


def list_named(reader: Person, words: str) -> Sequence[Person]:
    """Whom the reader may mean: everybody of this name that they may see, or whose profile has
    this address. At most two: more than one is too many."""
    profile = re.search(r"/people/(\d{1,9})/?$", words.strip())
    meant = (Person.id == int(profile[1]) if profile
             else Person.folded_name == fold(clean(words).strip()))
    return db.session.scalars(select(Person).where(
        visible_people(reader), meant).order_by(Person.id).limit(2)).unique().all()


def find_named(reader: Person, words: str) -> tuple[Person | None, str]:
    """The one the reader means; else what is wrong with the words. Nobody is named by an e-mail
    address: the answer would tell who has it."""
    people = list_named(reader, words)
    if not people:
        return None, _("Nobody here has the name “%(name)s”.", name=words)
    if len(people) > 1:
        return None, _("Several people have this name. Write the address of the profile instead, "
                       "for example /people/12.")
    return people[0], ""


def get_named(reader: Person, words: str, *, field: str = "name") -> Person:
    """The one the reader means; Invalid says at that field what is wrong with the words."""
    found, wrong = find_named(reader, words)
    if found is None:
        raise Invalid({field: wrong})
    return found


def find_organisation(name: str) -> Organisation | None:
    """However it is spelt, also by a name it had before or of one that was merged into it."""
    found = find_spelling(name)
    return found and (found.merged_into or found)


def find_spelling(name: str) -> Organisation | None:
    same = Organisation.folded_name == Organisation.key(name)
    return db.session.scalar(select(Organisation).where(same))


def every_account() -> Iterator[Person]:
    """Every account by id, a few hundred at a time: for exports on the command line."""
    last = 0
    while True:
        query = select(Person).where(Person.id > last).order_by(Person.id).limit(200)
        rows = db.session.scalars(query.options(*WHOLE)).unique().all()
        yield from rows
        if not rows:
            return
        last = rows[-1].id


def count_administrators() -> int:
    """How many can still sign in and look after this place."""
    query = select(func.count(Person.id.distinct())).join(Grant, Grant.person_id == Person.id)
    query = query.where(Grant.role == "administrator", Person.active.is_(True),
                        Person.confirmed_at.is_not(None), ~suspended())
    return db.session.scalar(query) or 0


def count_others(grant: Grant) -> int:
    """How many besides its holder can sign in and hold the same role for the same place."""
    query = select(func.count(Person.id.distinct())).join(Grant, Grant.person_id == Person.id)
    query = query.where(
        Grant.role == grant.role, Grant.scope_kind == grant.scope_kind,
        Grant.scope_code == grant.scope_code, Person.id != grant.person_id,
        Person.active.is_(True), Person.confirmed_at.is_not(None), ~suspended())
    return db.session.scalar(query) or 0


def hold_grants(role: str, scope_kind: str, scope_code: str) -> None:
    """Nobody else gives or takes this role there until the transaction ends."""
    db.session.execute(select(Grant.id).where(
        Grant.role == role, Grant.scope_kind == scope_kind, Grant.scope_code == scope_code,
    ).order_by(Grant.id).with_for_update())


def find_grant(person: Person, role: str, scope_kind: str, scope_code: str) -> Grant | None:
    return db.session.scalar(select(Grant).where(
        Grant.person_id == person.id, Grant.role == role, Grant.scope_kind == scope_kind,
        Grant.scope_code == scope_code))


def get_grant(person: Person, grant_id: int) -> Grant:
    return one(select(Grant).where(Grant.id == grant_id, Grant.person_id == person.id))


def list_keys(owner: Person) -> list[ApiKey]:
    """Somebody's keys, the newest first, revoked and expired ones too."""
    query = select(ApiKey).where(ApiKey.person_id == owner.id).order_by(ApiKey.id.desc())
    return list(db.session.scalars(query))


def get_key(owner: Person, key_id: int) -> ApiKey:
    return one(select(ApiKey).where(ApiKey.id == key_id, ApiKey.person_id == owner.id))


def list_calls(owner: Person, limit: int = 50) -> Sequence[ApiCall]:
    """The last uses of somebody's keys."""
    own = select(ApiKey.id).where(ApiKey.person_id == owner.id)
    query = select(ApiCall).where(ApiCall.key_id.in_(own))
    return db.session.scalars(query.order_by(ApiCall.id.desc()).limit(limit)).all()


def find_key(secret: str) -> ApiKey | None:
    """The key of a secret, with its person and their roles, if it may still be used."""
    query = select(ApiKey).join(ApiKey.person).where(
        ApiKey.digest == digest_of(secret), ApiKey.revoked_at.is_(None),
        ApiKey.expires_at > now(), Person.active.is_(True), Person.confirmed_at.is_not(None))
    query = query.where(~suspended()).options(
        *map(joinedload(ApiKey.person).joinedload, (Person.grants, Person.sanctions)))
    return db.session.scalars(query).unique().one_or_none()


def count_calls_last_hour(key: ApiKey) -> int:
    recent = ApiCall.created_at > now() - timedelta(hours=1)
    return db.session.scalar(
        select(func.count(ApiCall.id)).where(ApiCall.key_id == key.id, recent)) or 0


def free_again_at(key: ApiKey) -> datetime:
    """When the first use of a key in the last hour will be an hour ago."""
    recent = ApiCall.created_at > now() - timedelta(hours=1)
    first = db.session.scalar(
        select(func.min(ApiCall.created_at)).where(ApiCall.key_id == key.id, recent))
    return (first or now()) + timedelta(hours=1)


def list_addresses(owner: Person, purpose: str) -> list[SecretAddress]:
    """Somebody's secret addresses that still open something, the newest first."""
    query = select(SecretAddress).where(_is_open(owner), SecretAddress.purpose == purpose)
    return list(db.session.scalars(query.order_by(SecretAddress.id.desc())))


def count_addresses(owner: Person) -> int:
    return db.session.scalar(select(func.count(SecretAddress.id)).where(_is_open(owner))) or 0


def get_address(owner: Person, address_id: int) -> SecretAddress:
    return one(select(SecretAddress).where(SecretAddress.id == address_id, _is_open(owner)))


def get_address_of(secret: str, purpose: str) -> SecretAddress:
    """What a secret opens, with its person and their roles. NotFound where it opens nothing:
    unknown, revoked, or of an account that is closed."""
    query = select(SecretAddress).join(SecretAddress.person).where(
        SecretAddress.digest == digest_of(secret), SecretAddress.purpose == purpose,
        SecretAddress.revoked_at.is_(None), Person.active.is_(True),
        Person.confirmed_at.is_not(None))
    query = query.where(~suspended()).options(
        *map(joinedload(SecretAddress.person).joinedload, (Person.grants, Person.sanctions)))
    address = db.session.scalars(query).unique().one_or_none()
    if address is None:
        raise NotFound
    return address


def names_of(reader: Reader, people: Iterable[int]) -> dict[int, str]:
    """The names of those people whose profile the reader may see, by id."""
    query = select(Person.id, Person.name).where(Person.id.in_(set(people)))
    return dict(db.session.execute(query.where(visible_people(reader))).all())


def digest_of(secret: str) -> str:
    """What is kept of a secret: long and random itself, it needs no salt."""
    return sha256(secret.encode()).hexdigest()


def _is_open(owner: Person) -> ColumnElement[bool]:
    return (SecretAddress.person_id == owner.id) & SecretAddress.revoked_at.is_(None)


def _whole(query: Select[tuple[Person]]) -> Person:
    person = db.session.scalars(query.options(*WHOLE)).unique().one_or_none()
    if person is None:
        raise NotFound
    return person


def found_by(words: str) -> list[ColumnElement[bool]]:
    """Each word stands in the name or in that of the organisation."""
    def has(word: str) -> ColumnElement[bool]:
        where = Organisation.folded_name.contains(word, autoescape=True)
        return Person.folded_name.contains(word, autoescape=True) | Person.organisation.has(where)

    return [has(word) for word in fold(words).split()[:8]]


def _works_in(region: str) -> ColumnElement[bool]:
    there = Person.region_rows.any(PersonRegion.code.startswith(region, autoescape=True))
    return there | (Person.country == country_of(region)) if len(region) == 2 else there
