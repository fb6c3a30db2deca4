"""Reads of organisations, their domains and members, and of who waits to be confirmed."""
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from cop.base.db import db, one
from cop.base.paging import Page, page
from cop.base.text import fold
from cop.organisations.models import ConfirmationRequest, OrganisationDomain
from cop.organisations.policy import decidable_requests, visible_organisations
from cop.people.models import Grant, Organisation, Person, Visitor
from cop.people.policy import visible_people


@dataclass(frozen=True)
class Size:
    """How many members a reader sees in an organisation, and how many of them are confirmed."""

    members: int
    confirmed: int


def get_organisation(reader: Person | Visitor, organisation_id: int) -> Organisation:
    return one(select(Organisation).where(
        Organisation.id == organisation_id, visible_organisations(reader)))


def find_organisation_at(organisation_id: int) -> Organisation | None:
    """Also one that is only another name of one by now."""
    return db.session.get(Organisation, organisation_id)


def list_organisations(reader: Person | Visitor, *, words: str = "",
                       after: str = "") -> Page[Organisation]:
    """All by name; `beside`: (members, confirmed, domains, waiting)."""
    query = select(Organisation, _members(), _members(Person.organisation_proof != ""),
                   _count(OrganisationDomain),
                   _count(ConfirmationRequest, ConfirmationRequest.answered_at.is_(None)))
    query = query.where(visible_organisations(reader), *(
        Organisation.folded_name.contains(word, autoescape=True)
        | _has_domain_like(word) for word in fold(words).split()[:8]))
    return page(query, by=[Organisation.folded_name, Organisation.id], after=after,
                descending=False, size=40)


def list_members(reader: Person | Visitor, organisation: Organisation, *,
                 after: str = "") -> Page[Person]:
    """Who says that they work there, as far as the reader sees them, by name."""
    query = select(Person).where(Person.organisation_id == organisation.id, visible_people(reader))
    query = query.options(selectinload(Person.region_rows))
    return page(query, by=[Person.folded_name, Person.id], after=after, descending=False, size=40)


def measure(reader: Person | Visitor, organisation: Organisation) -> Size:
    proved = func.count(case((Person.organisation_proof != "", 1)))
    return Size(*db.session.execute(select(func.count(Person.id), proved).where(
        Person.organisation_id == organisation.id, visible_people(reader))).one())


def list_domains(organisation: Organisation) -> list[str]:
    return list(db.session.scalars(select(OrganisationDomain.domain).where(
        OrganisationDomain.organisation_id == organisation.id).order_by(OrganisationDomain.domain)))


def list_owners(domains: Sequence[str]) -> dict[str, Organisation]:
    """To which organisation each of these domains belongs, where it belongs to one."""
    rows = db.session.scalars(select(OrganisationDomain).where(
        OrganisationDomain.domain.in_(domains)).options(joinedload(OrganisationDomain.organisation)))
    return {row.domain: row.organisation for row in rows}


def is_shown_by_address(person: Person) -> bool:
    """Is their confirmed address one of a domain of their organisation?"""
    host = person.email.rpartition("@")[2].lower()
    labels = host.split(".")
    ends = [".".join(labels[first:]) for first in range(len(labels))]
    return bool(person.confirmed_at and db.session.scalar(select(exists().where(
        OrganisationDomain.organisation_id == person.organisation_id,
        OrganisationDomain.domain.in_(ends)))))


def list_members_to_look_at(organisation_id: int) -> Sequence[Person]:
    """Those whose confirmation depends on the domains."""
    return db.session.scalars(select(Person).where(
        Person.organisation_id == organisation_id, Person.organisation_proof != "hand")).all()


def list_contacts(organisation: Organisation) -> Sequence[Person]:
    return db.session.scalars(select(Person).where(
        Person.organisation_id == organisation.id, Person.is_organisation_contact,
        Person.active).order_by(Person.folded_name)).all()


def get_member(organisation: Organisation, person_id: int) -> Person:
    return one(select(Person).where(Person.id == person_id,
                                    Person.organisation_id == organisation.id))


def list_deciders(request: ConfirmationRequest) -> list[int]:
    """Who can answer: the contact persons or, where there are none, the administrators."""
    def active(*asked: ColumnElement[bool]) -> list[int]:
        return list(db.session.scalars(select(Person.id).where(
            Person.active, Person.id != request.person_id, *asked).order_by(Person.id)))

    return active(Person.is_organisation_contact,
                  Person.organisation_id == request.organisation_id) or active(
        Person.grants.any(Grant.role == "administrator"))


def list_requests(reader: Person | Visitor, *, after: str = "") -> Page[ConfirmationRequest]:
    """What waits for this reader, the longest first."""
    query = select(ConfirmationRequest).where(decidable_requests(reader)).options(
        joinedload(ConfirmationRequest.person), joinedload(ConfirmationRequest.organisation))
    return page(query, by=[ConfirmationRequest.id], after=after, descending=False, size=20)


def get_request(reader: Person | Visitor, request_id: int) -> ConfirmationRequest:
    return one(select(ConfirmationRequest).where(
        ConfirmationRequest.id == request_id, decidable_requests(reader)))


def find_request(request_id: int) -> ConfirmationRequest | None:
    return db.session.get(ConfirmationRequest, request_id)


def find_last_request(person: Person) -> ConfirmationRequest | None:
    """What they asked their organisation last, answered or not."""
    return db.session.scalar(select(ConfirmationRequest).where(
        ConfirmationRequest.person_id == person.id,
        ConfirmationRequest.organisation_id == person.organisation_id,
    ).order_by(ConfirmationRequest.id.desc()).limit(1))


def _members(*asked: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count(Person.id)).where(
        Person.organisation_id == Organisation.id, Person.active, Person.confirmed_at.is_not(None),
        *asked).correlate(Organisation).scalar_subquery()


def _count(kind: type[OrganisationDomain] | type[ConfirmationRequest],
           *asked: ColumnElement[bool]) -> ColumnElement[int]:
    query: Select[tuple[int]] = select(func.count(kind.id))
    return query.where(kind.organisation_id == Organisation.id, *asked).correlate(
        Organisation).scalar_subquery()


def _has_domain_like(word: str) -> ColumnElement[bool]:
    return or_(exists().where(
        OrganisationDomain.organisation_id == Organisation.id,
        OrganisationDomain.domain.contains(word, autoescape=True)).correlate(Organisation))
