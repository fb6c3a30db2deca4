"""Reads of where else cases are used. Who may say so is said in `policy/adoptions.py`."""
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy import case as if_
from sqlalchemy.orm import contains_eager, joinedload

from cop.base.counts import Count
from cop.base.db import db, one
from cop.cases.departures import Departure
from cop.cases.models.adoptions import Adoption
from cop.cases.models.cases import Case
from cop.cases.policy.adoptions import workable_adoptions
from cop.cases.policy.cases import IN_SIGHT, visible_cases
from cop.people.models import Person, Visitor
from cop.vocabulary.regions import region_label

#: So many entries stand on the page of a case.
MOST = 100


def list_adoptions(reader: Person | Visitor, case: Case) -> Sequence[Adoption]:
    """Where else a case is used, in the order of time; the newest where there are very many."""
    newest = select(Adoption.id).join(Adoption.case).where(
        Adoption.case_id == case.id, workable_adoptions(reader))
    newest = newest.order_by(Adoption.since.desc(), Adoption.id.desc()).limit(MOST)
    query = select(Adoption).where(Adoption.id.in_(newest)).options(
        joinedload(Adoption.person).lazyload(Person.organisation),
        joinedload(Adoption.organisation), joinedload(Adoption.results))
    return db.session.scalars(query.order_by(Adoption.since, Adoption.id)).unique().all()


def list_own_adoptions(person: Person) -> Sequence[Adoption]:
    """Whatever somebody said they use, as long as they still see the case; the newest first."""
    query = select(Adoption).join(Adoption.case).where(
        Adoption.person_id == person.id, visible_cases(person), Case.published_id.is_not(None))
    return db.session.scalars(query.options(contains_eager(Adoption.case)).order_by(
        Adoption.since.desc(), Adoption.id.desc()).limit(MOST)).all()


def find_adoption(person: Person, case: Case) -> Adoption | None:
    return db.session.scalar(select(Adoption).where(
        Adoption.case_id == case.id, Adoption.person_id == person.id))


def get_adoption(reader: Person | Visitor, adoption_id: int) -> Adoption:
    """An adoption the reader sees, of a case that the reader sees."""
    query = select(Adoption).join(Adoption.case).where(
        Adoption.id == adoption_id, visible_cases(reader), workable_adoptions(reader))
    return one(query.options(contains_eager(Adoption.case)))


def list_departures_to(case: Case) -> list[Departure]:
    """Where it is used, as what has left with a case: it goes on there."""
    query = select(Adoption).where(Adoption.case_id == case.id, Adoption.hidden_at.is_(None))
    used = db.session.scalars(query.options(joinedload(Adoption.organisation)))
    return [Departure(kind="adoption", language=case.language, address="",
                      day=f"{each.created_at:%Y-%m-%d}", title=_place(each, case.language))
            for each in used]


def list_results_due(today: date) -> Sequence[Adoption]:
    """Whose authors are to be asked how it went, if they are still here and the case is too."""
    query = select(Adoption).join(Adoption.case).join(Adoption.person).where(
        Adoption.ask_on <= today, Adoption.hidden_at.is_(None), Person.active.is_(True),
        Case.published_id.is_not(None), Case.status.in_(IN_SIGHT))
    return db.session.scalars(query.options(
        contains_eager(Adoption.case), contains_eager(Adoption.person)).limit(500)).all()


def _place(adoption: Adoption, language: str) -> str:
    region = region_label(adoption.region, language)
    return f"{adoption.organisation.name}, {region}" if adoption.organisation else region


def places_in_use() -> Select[Any]:
    """(case, organisation, person, region): an organisation in a region is one place, so is
    somebody without an organisation. What is hidden, or stopped, is none."""
    alone = if_((Adoption.organisation_id.is_(None), Adoption.person_id))
    return select(Adoption.case_id, Adoption.organisation_id, alone, Adoption.region).where(
        Adoption.hidden_at.is_(None), Adoption.outcome != "stopped").distinct()


def _count_places() -> Select[Any]:
    places = places_in_use().subquery()
    return select(places.c.case_id, func.count()).group_by(places.c.case_id)


ADOPTIONS = Count("places where a case is used", Case.adoption_count, _count_places)
