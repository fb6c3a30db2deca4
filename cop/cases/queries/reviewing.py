"""Reads for those at work on cases: what waits for whom, what was said, who could be asked."""
from collections.abc import Sequence

from sqlalchemy import func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from cop.base.clock import now
from cop.base.db import db, one
from cop.base.errors import NotFound
from cop.base.paging import Page, page
from cop.cases.models.cases import Case
from cop.cases.models.comments import CaseComment
from cop.cases.models.decisions import CaseDecision
from cop.cases.models.reviews import CaseReview
from cop.cases.policy.cases import curates, workable_cases, works_on
from cop.cases.policy.reviewing import WAITING, may_judge
from cop.cases.queries.loading import with_lists, with_names, with_reviewers
from cop.people.models import Grant, Person, PersonTheme, Visitor
from cop.people.policy import visible_people

QUEUE_SIZE = 30
#: Nobody is proposed who has so many reviews to write.
MOST_OPEN_REVIEWS = 3


def get_case_at_work(person: Person | Visitor, case_id: int) -> Case:
    """The same with everybody who was asked about any of its texts, for who works on it."""
    query = select(Case).where(Case.id == case_id, workable_cases(person))
    query = query.options(*with_names(), joinedload(Case.theme_rows),
                          joinedload(Case.writer_rows), *with_reviewers())
    case = db.session.scalars(query).unique().one_or_none()
    if case is None or not works_on(person, case):
        raise NotFound
    return case


def list_comments(person: Person | Visitor, case: Case) -> Sequence[CaseComment]:
    """What was said field by field, oldest first; its author reads what a decision sent them."""
    query = select(CaseComment).where(CaseComment.case_id == case.id)
    if person.id in case.keeper_ids:
        query = query.where(CaseComment.decision_id.is_not(None))
    query = query.options(joinedload(CaseComment.author), joinedload(CaseComment.revision))
    return db.session.scalars(query.order_by(CaseComment.id)).all()


def get_comment(case: Case, comment_id: int) -> CaseComment:
    return one(select(CaseComment).where(
        CaseComment.case_id == case.id, CaseComment.id == comment_id))


def count_others_who_judge(person: Person | Visitor, case: Case) -> int:
    """How many others could check and publish it. Asked only of who wrote on it themselves: one
    for all others."""
    if person.id not in case.writer_ids:
        return 1
    holders = db.session.scalars(select(Person).where(
        Person.active.is_(True), Person.confirmed_at.is_not(None), Person.id != person.id,
        Person.grants.any(Grant.role.in_(("curator", "administrator")))).options(
        selectinload(Person.grants)))
    return sum(1 for holder in holders if curates(holder, case) and may_judge(holder, case))


def list_possible_reviewers(curator: Person, case: Case, *,
                            most: int = 5) -> Sequence[tuple[Person, int, int]]:
    """Who could be asked: members who know the themes of the case, with how many themes they
    share and how many reviews they have open. Who reads its language comes first, then who
    shares more, then who has less to do."""
    shared = select(func.count()).where(
        PersonTheme.person_id == Person.id, PersonTheme.code.in_(case.themes)).scalar_subquery()
    busy = select(func.count(CaseReview.id)).where(
        CaseReview.reviewer_id == Person.id, CaseReview.declined_at.is_(None),
        CaseReview.scored_at.is_(None)).scalar_subquery()
    asked = [review.reviewer_id for review in case.reviews
             if review.revision_id == case.current_id]
    query = select(Person, shared, busy).where(
        visible_people(curator), shared > 0, busy < MOST_OPEN_REVIEWS,
        Person.id.not_in([case.author_id, *case.keeper_ids, *case.writer_ids, *asked]),
        or_(Person.organisation_id.is_(None), Person.organisation_id != case.organisation_id)
        if case.organisation_id else true())
    rows = db.session.execute(query.order_by(shared.desc(), busy, Person.id).limit(50)).all()
    ranked = sorted(rows, key=lambda row: (case.language not in row[0].languages, -row[1], row[2]))
    return [tuple(row) for row in ranked[:most]]


def list_decisions(case: Case) -> Sequence[CaseDecision]:
    """Every step of a case, oldest first; for those at work on it."""
    query = select(CaseDecision).where(CaseDecision.case_id == case.id)
    query = query.options(joinedload(CaseDecision.decided_by), joinedload(CaseDecision.revision))
    return db.session.scalars(query.order_by(CaseDecision.created_at, CaseDecision.id)).all()


def list_my_reviews(reviewer: Person) -> Sequence[Case]:
    """Cases somebody was asked to review and that wait for it."""
    asked = Case.reviews.any((CaseReview.reviewer_id == reviewer.id)
                             & (CaseReview.revision_id == Case.current_id)
                             & CaseReview.declined_at.is_(None) & CaseReview.scored_at.is_(None))
    query = select(Case).where(asked, Case.status.in_(WAITING))
    return db.session.scalars(query.options(*with_names()).order_by(Case.due_at, Case.id)).all()


def list_queue(curator: Person, *, after: str = "") -> Page[Case]:
    """What waits for an answer, the earliest due first."""
    query = select(Case).where(workable_cases(curator), Case.status.in_(WAITING))
    query = query.options(*with_names(), *with_lists(), *with_reviewers())
    return page(query, by=(Case.due_at, Case.id), after=after, size=QUEUE_SIZE, descending=False)


def list_with_authors(curator: Person, *, after: str = "") -> Page[Case]:
    """What went back to its author, the last submitted first."""
    query = select(Case).where(workable_cases(curator), Case.status == "changes_requested")
    query = query.options(*with_names(), *with_lists(), *with_reviewers())
    return page(query, by=(Case.submitted_at, Case.id), after=after, size=QUEUE_SIZE)


def list_to_confirm(curator: Person, *, after: str = "") -> Page[Case]:
    """Published cases nobody has confirmed in time, the longest waiting first."""
    query = select(Case).where(workable_cases(curator), Case.status == "published",
                               Case.confirm_by < now())
    query = query.options(*with_names(), *with_lists(), *with_reviewers())
    return page(query, by=(Case.confirm_by, Case.id), after=after, size=QUEUE_SIZE,
                descending=False)


def list_orphans(curator: Person, *, after: str = "") -> Page[Case]:
    """Published cases that nobody with an open account keeps up to date."""
    kept = select(Person.id).where(Person.active, or_(
        Person.id == Case.deputy_id, Person.id == func.coalesce(Case.owner_id, Case.author_id)))
    query = select(Case).where(workable_cases(curator), Case.status == "published",
                               ~kept.correlate(Case).exists())
    query = query.options(*with_names(), *with_lists(), *with_reviewers())
    return page(query, by=(Case.published_at, Case.id), after=after, size=QUEUE_SIZE)


def list_due_for_confirmation() -> Sequence[Case]:
    """Whose keepers were not asked yet, though the day has come. For the clockwork."""
    return db.session.scalars(select(Case).where(
        Case.status == "published", Case.confirm_by < now(),
        Case.asked_to_confirm_at.is_(None)).limit(500)).all()


def count_queue(curator: Person) -> int:
    query = select(func.count(Case.id)).where(workable_cases(curator), Case.status.in_(WAITING))
    return db.session.scalar(query) or 0


def get_last_step(case: Case, to_status: str) -> CaseDecision:
    """The last decision that brought a case to this status."""
    return db.session.scalars(select(CaseDecision).where(
        CaseDecision.case_id == case.id, CaseDecision.to_status == to_status,
        CaseDecision.from_status != to_status).order_by(CaseDecision.id.desc()).limit(1)).one()
