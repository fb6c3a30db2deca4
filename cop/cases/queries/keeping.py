"""Who keeps published cases up to date, and which of them nobody does any more."""
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from cop.base.care import MOST, is_this
from cop.base.db import db, one
from cop.cases.models.cases import Case
from cop.people.models import Person

_KEEPER = func.coalesce(Case.owner_id, Case.author_id)


def get_any_case(case_id: int) -> Case:
    """Of those that are published, whoever asks: for services."""
    return one(select(Case).where(Case.id == case_id, Case.published_id.is_not(None)))


def list_kept_alone(person: Person, case_id: int | None = None) -> Sequence[Case]:
    """Those that nobody else with an open account would keep without this person."""
    own = or_(person.id == _KEEPER, Case.deputy_id == person.id)
    others = or_(and_(person.id != _KEEPER, _is_open(_KEEPER)),
                 and_(Case.deputy_id != person.id, _is_open(Case.deputy_id)))
    query = _with_regions(case_id).where(own, ~others)
    return db.session.scalars(query.order_by(Case.id).limit(MOST)).unique().all()


def list_unkept(case_id: int | None = None) -> Sequence[Case]:
    """Those whose owner (or author) is gone, and a deputy, too, where there was one."""
    query = _with_regions(case_id).where(~_is_open(_KEEPER), ~_is_open(Case.deputy_id))
    return db.session.scalars(query.order_by(Case.id).limit(MOST)).unique().all()


def _with_regions(case_id: int | None) -> Select[tuple[Case]]:
    return select(Case).where(Case.status == "published", is_this(Case.id, case_id)).options(
        joinedload(Case.region_rows))


def _is_open(person_id: Any) -> ColumnElement[bool]:
    return select(Person.id).where(
        Person.id == person_id, Person.active.is_(True)).correlate(Case).exists()
