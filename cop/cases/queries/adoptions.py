"""Reads of where else cases are used. Who may say so is said in `policy/adoptions.py`."""
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from cop.base.db import db, one
from cop.cases.models.adoptions import Adoption
from cop.cases.models.cases import Case
from cop.cases.policy.cases import visible_cases
from cop.people.models import Person, Visitor


def list_adoptions(case: Case) -> Sequence[Adoption]:
    """Where else a case is used, the newest first."""
    query = select(Adoption).where(Adoption.case_id == case.id).options(
        joinedload(Adoption.person).lazyload(Person.organisation),
        joinedload(Adoption.organisation))
    return db.session.scalars(query.order_by(Adoption.since.desc(), Adoption.id.desc())).all()


def find_adoption(person: Person, case: Case) -> Adoption | None:
    return db.session.scalar(select(Adoption).where(
        Adoption.case_id == case.id, Adoption.person_id == person.id))


def get_adoption(reader: Person | Visitor, adoption_id: int) -> Adoption:
    """An adoption of a case that the reader sees."""
    query = select(Adoption).join(Adoption.case).where(
        Adoption.id == adoption_id, visible_cases(reader))
    return one(query.options(contains_eager(Adoption.case)))
