"""Reads of /admin/jobs: what was given up. For administrators only."""
from collections.abc import Collection, Sequence

from sqlalchemy import func, select

from cop.base.db import db
from cop.base.errors import NotFound
from cop.base.jobs import Job
from cop.base.paging import Page, page
from cop.base.verdict import require
from cop.people.models import Person, Visitor
from cop.people.policy import may_administer

PARKED = Job.parked_at.is_not(None)
#: So many are dealt with at once; who has more does it again.
MOST = 1000


def list_parked_kinds(administrator: Person | Visitor) -> list[tuple[str, int]]:
    """(kind, how many were given up), the most first."""
    require(may_administer(administrator))
    number = func.count(Job.id)
    return [(name, count) for name, count in db.session.execute(
        select(Job.name, number).where(PARKED).group_by(Job.name).order_by(
            number.desc(), Job.name))]


def list_parked_jobs(administrator: Person | Visitor, kind: str = "",
                     after: str = "") -> Page[Job]:
    """Jobs that were given up, of one kind or all, the last first."""
    require(may_administer(administrator))
    query = select(Job).where(PARKED)
    return page(query.where(Job.name == kind) if kind else query, by=(Job.parked_at, Job.id),
                after=after)


def get_parked_jobs(administrator: Person | Visitor, ids: Collection[int] = (),
                    kind: str = "") -> Sequence[Job]:
    """Those of these ids, or all of a kind, the first first; nobody else touches them until the
    transaction ends. NotFound where none of them is given up any more."""
    require(may_administer(administrator))
    chosen = Job.name == kind if kind else Job.id.in_(ids)
    jobs = db.session.scalars(select(Job).where(PARKED, chosen).order_by(Job.id).limit(MOST)
                              .with_for_update()).all()
    if not jobs:
        raise NotFound
    return jobs
