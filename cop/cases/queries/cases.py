"""Reads of cases and their texts, one at a time or one's own. The library: `library.py`."""
from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from cop.base.db import db, one
from cop.base.errors import NotFound
from cop.base.paging import Page, page
from cop.cases.models.cases import MEMBERS_ONLY, Case, CaseRevision
from cop.cases.models.quotations import CaseSource
from cop.cases.policy.cases import own_cases, visible_cases, visible_revisions, workable_cases
from cop.cases.queries.library import PAGE_SIZE
from cop.cases.queries.loading import with_lists, with_names
from cop.discussions.models.topics import Topic
from cop.people.models import Person, Visitor


def get_case(reader: Person | Visitor, case_id: int) -> Case:
    """A case the reader sees, whether as anybody, as its curator or as its reviewer, with what
    tells which of these they are."""
    case = find_case_to_read(reader, case_id)
    if case is None:
        raise NotFound
    return case


def find_case_to_read(reader: Person | Visitor, case_id: int) -> Case | None:
    """The same, or nothing where there is none to be seen."""
    query = select(Case).where(Case.id == case_id, workable_cases(reader)).options(
        *with_names(), joinedload(Case.theme_rows), joinedload(Case.reviews),
        joinedload(Case.published).joinedload(CaseRevision.files), joinedload(Case.owner),
        joinedload(Case.deputy), joinedload(Case.sources).joinedload(CaseSource.topic))
    return db.session.scalars(query).unique().one_or_none()


def get_withdrawn(reader: Person | Visitor, case_id: int) -> tuple[Case, CaseRevision]:
    """A case that was published and then withdrawn, with the last text readers saw, if this reader
    was among those who saw it."""
    found = db.session.execute(
        select(Case, CaseRevision).join(CaseRevision, CaseRevision.case_id == Case.id).where(
            Case.id == case_id, Case.published_id.is_(None), Case.withdrawn_at.is_not(None),
            CaseRevision.published_at.is_not(None))
        .order_by(CaseRevision.number.desc()).limit(1)).one_or_none()
    members_only = found and found.CaseRevision.fields.get("licence") == MEMBERS_ONLY
    if found is None or (members_only and not reader.is_signed_in):
        raise NotFound
    return found.Case, found.CaseRevision


def find_case(reader: Person | Visitor, case_id: int) -> Case | None:
    """A case that readers see, for who only names it."""
    return db.session.scalar(select(Case).where(
        Case.id == case_id, Case.published_id.is_not(None), visible_cases(reader)))


def with_case(reader: Person | Visitor) -> ExecutableOption:
    """Reads the case that a topic is about with the topic, where readers see it."""
    seen = Case.published_id.is_not(None) & visible_cases(reader)
    return joinedload(Topic.case.and_(seen)).lazyload("*")


def get_revision(reader: Person | Visitor, case: Case, number: int | None = None) -> CaseRevision:
    """The revision of that number; without one, what readers see, else the newest there is."""
    if number is None and case.published:
        return case.published
    query = _revisions(reader, case).order_by(CaseRevision.number.desc()).limit(1)
    return one(query if number is None else query.where(CaseRevision.number == number))


def get_newest_revision(reader: Person | Visitor, case: Case) -> CaseRevision:
    """The newest text the reader may see: for curators what was last submitted."""
    return one(_revisions(reader, case).order_by(CaseRevision.number.desc()).limit(1))


def list_revisions(reader: Person | Visitor, case: Case) -> Sequence[CaseRevision]:
    """All the reader may see, newest first."""
    query = _revisions(reader, case).options(
        joinedload(CaseRevision.written_by), joinedload(CaseRevision.files))
    return db.session.scalars(query.order_by(CaseRevision.number.desc())).unique().all()


def list_all_revisions(case: Case) -> Sequence[CaseRevision]:
    """Every text there is of a case, whoever may read it."""
    return db.session.scalars(select(CaseRevision).where(CaseRevision.case_id == case.id)).all()


def list_my_cases(author: Person, *, after: str = "") -> Page[Case]:
    """Everything somebody wrote or keeps, in any state, newest first."""
    query = select(Case).where(own_cases(author)).options(*with_lists())
    return page(query, by=(Case.created_at, Case.id), after=after, size=PAGE_SIZE)


def list_my_newest(author: Person, *, most: int = 5) -> Sequence[Case]:
    """The newest of what somebody wrote or keeps, in any state."""
    query = select(Case).where(own_cases(author))
    return db.session.scalars(
        query.order_by(Case.created_at.desc(), Case.id.desc()).limit(most)).all()


def find_case_from(external_id: str) -> Case | None:
    """A case taken over before, by its id there."""
    return db.session.scalar(select(Case).where(Case.external_id == external_id))


def _revisions(reader: Person | Visitor, case: Case) -> Select[tuple[CaseRevision]]:
    return select(CaseRevision).where(
        CaseRevision.case_id == case.id, visible_revisions(reader, case))
