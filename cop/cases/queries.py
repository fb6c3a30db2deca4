"""Every read of cases. The reader comes first: what they may not see is not there."""
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from cop.base.clock import now
from cop.base.db import db, one
from cop.base.errors import NotFound
from cop.base.paging import Page, page
from cop.cases.models.adoptions import Adoption
from cop.cases.models.cases import Case, CaseRegion, CaseRevision, CaseTheme
from cop.cases.models.comments import CaseComment
from cop.cases.models.decisions import CaseDecision
from cop.cases.models.reviews import CaseReview
from cop.cases.policy import (
    WAITING,
    own_cases,
    visible_cases,
    visible_revisions,
    workable_cases,
    works_on,
)
from cop.cases.template import IMPORTED, NEWEST, get_template
from cop.people.models import Person, PersonTheme, Visitor
from cop.people.policy import visible_people
from cop.vocabulary.lists import THEMES

PAGE_SIZE = 24
QUEUE_SIZE = 30
#: Nobody is proposed who has so many reviews to write.
MOST_OPEN_REVIEWS = 3


def get_case(reader: Person | Visitor, case_id: int) -> Case:
    """A case the reader sees, whether as anybody, as its curator or as its reviewer, with what
    tells which of these they are."""
    query = select(Case).where(Case.id == case_id, workable_cases(reader)).options(
        *_with_names(), joinedload(Case.theme_rows), joinedload(Case.reviews),
        joinedload(Case.published), joinedload(Case.owner), joinedload(Case.deputy))
    case = db.session.scalars(query).unique().one_or_none()
    if case is None:
        raise NotFound
    return case


def find_case(reader: Person | Visitor, case_id: int) -> Case | None:
    """A case that readers see, for who only names it."""
    return db.session.scalar(select(Case).where(
        Case.id == case_id, Case.published_id.is_not(None), visible_cases(reader)))


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


def get_case_at_work(person: Person | Visitor, case_id: int) -> Case:
    """The same with everybody who was asked about any of its texts, for who works on it."""
    query = select(Case).where(Case.id == case_id, workable_cases(person))
    query = query.options(*_with_names(), joinedload(Case.theme_rows), *_with_reviewers())
    case = db.session.scalars(query).unique().one_or_none()
    if case is None or not works_on(person, case):
        raise NotFound
    return case


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
    query = _revisions(reader, case).options(joinedload(CaseRevision.written_by))
    return db.session.scalars(query.order_by(CaseRevision.number.desc())).all()


def list_all_revisions(case: Case) -> Sequence[CaseRevision]:
    """Every text there is of a case, whoever may read it."""
    return db.session.scalars(select(CaseRevision).where(CaseRevision.case_id == case.id)).all()


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
        Person.id.not_in([case.author_id, *case.keeper_ids, *asked]),
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


def list_cases(reader: Person | Visitor, *, region: str = "", theme: str = "", language: str = "",
               country: str = "", outcome: str = "", evidence_min: str = "",
               archived: bool = False, after: str = "") -> Page[Case]:
    """The library: what is published and the reader sees, newest first.

    A region includes those within it, a theme the narrower ones; `archived` adds the archive.
    """
    filters = _filters(region=region, theme=theme, language=language, country=country,
                       outcome=outcome, evidence_min=evidence_min, archived=archived)
    query = select(Case).where(visible_cases(reader), *filters)
    query = query.options(*_with_names(), *_with_lists())
    return page(query, by=(Case.published_at, Case.id), after=after, size=PAGE_SIZE)


def count_cases(reader: Person | Visitor, **filters: Any) -> int:
    """How many cases `list_cases` would find in all."""
    query = select(func.count(Case.id)).where(visible_cases(reader), *_filters(**filters))
    return db.session.scalar(query) or 0


def list_my_cases(author: Person, *, after: str = "") -> Page[Case]:
    """Everything somebody wrote or keeps, in any state, newest first."""
    query = select(Case).where(own_cases(author)).options(*_with_lists())
    return page(query, by=(Case.created_at, Case.id), after=after, size=PAGE_SIZE)


def list_my_newest(author: Person, *, most: int = 5) -> Sequence[Case]:
    """The newest of what somebody wrote or keeps, in any state."""
    query = select(Case).where(own_cases(author))
    return db.session.scalars(
        query.order_by(Case.created_at.desc(), Case.id.desc()).limit(most)).all()


def list_my_reviews(reviewer: Person) -> Sequence[Case]:
    """Cases somebody was asked to review and that wait for it."""
    asked = Case.reviews.any((CaseReview.reviewer_id == reviewer.id)
                             & (CaseReview.revision_id == Case.current_id)
                             & CaseReview.declined_at.is_(None) & CaseReview.scored_at.is_(None))
    query = select(Case).where(asked, Case.status.in_(WAITING))
    return db.session.scalars(query.options(*_with_names()).order_by(Case.due_at, Case.id)).all()


def list_queue(curator: Person, *, after: str = "") -> Page[Case]:
    """What waits for an answer, the earliest due first."""
    query = select(Case).where(workable_cases(curator), Case.status.in_(WAITING))
    query = query.options(*_with_names(), *_with_lists(), *_with_reviewers())
    return page(query, by=(Case.due_at, Case.id), after=after, size=QUEUE_SIZE, descending=False)


def list_with_authors(curator: Person, *, after: str = "") -> Page[Case]:
    """What went back to its author, the last submitted first."""
    query = select(Case).where(workable_cases(curator), Case.status == "changes_requested")
    query = query.options(*_with_names(), *_with_lists(), *_with_reviewers())
    return page(query, by=(Case.submitted_at, Case.id), after=after, size=QUEUE_SIZE)


def list_to_confirm(curator: Person, *, after: str = "") -> Page[Case]:
    """Published cases nobody has confirmed in time, the longest waiting first."""
    query = select(Case).where(workable_cases(curator), Case.status == "published",
                               Case.confirm_by < now())
    query = query.options(*_with_names(), *_with_lists(), *_with_reviewers())
    return page(query, by=(Case.confirm_by, Case.id), after=after, size=QUEUE_SIZE,
                descending=False)


def list_orphans(curator: Person, *, after: str = "") -> Page[Case]:
    """Published cases that nobody with an open account keeps up to date."""
    kept = select(Person.id).where(Person.active, or_(
        Person.id == Case.deputy_id, Person.id == func.coalesce(Case.owner_id, Case.author_id)))
    query = select(Case).where(workable_cases(curator), Case.status == "published",
                               ~kept.correlate(Case).exists())
    query = query.options(*_with_names(), *_with_lists(), *_with_reviewers())
    return page(query, by=(Case.published_at, Case.id), after=after, size=QUEUE_SIZE)


def list_due_for_confirmation() -> Sequence[Case]:
    """Whose keepers were not asked yet, though the day has come. For the clockwork."""
    return db.session.scalars(select(Case).where(
        Case.status == "published", Case.confirm_by < now(),
        Case.asked_to_confirm_at.is_(None)).limit(500)).all()


def count_queue(curator: Person) -> int:
    query = select(func.count(Case.id)).where(workable_cases(curator), Case.status.in_(WAITING))
    return db.session.scalar(query) or 0


def find_member(person: Person, email: str) -> Person | None:
    """The member of that address, if the person may know them."""
    query = select(Person).where(func.lower(Person.email) == email.strip().lower())
    return db.session.scalar(query.where(visible_people(person)))


def find_case_from(external_id: str) -> Case | None:
    """A case taken over before, by its id there."""
    return db.session.scalar(select(Case).where(Case.external_id == external_id))


def export_cases(reader: Person | Visitor) -> Iterator[dict[str, Any]]:
    """All published cases the reader sees, as rows that `import_cases` takes back. Every row
    has the same names, whatever template its case was written with."""
    names = dict.fromkeys(field.name for version in (NEWEST, IMPORTED)
                          for field in get_template(version).fields())
    query = select(Case).where(visible_cases(reader), Case.published_id.is_not(None))
    query = query.options(joinedload(Case.published)).order_by(Case.id)
    for case in db.session.scalars(query.execution_options(yield_per=100)):
        said = case.published.values | {"evidence_level": case.evidence_level}
        yield {
            "external_id": case.external_id, "template_version": case.published.template_version,
            "status": "archived" if case.status == "archived" else "published",
            "published_at": case.published_at.isoformat(),
            **{name: said.get(name, "") for name in names},
        }


def _revisions(reader: Person | Visitor, case: Case) -> Select[tuple[CaseRevision]]:
    return select(CaseRevision).where(
        CaseRevision.case_id == case.id, visible_revisions(reader, case))


def _with_names() -> tuple[Any, ...]:
    return joinedload(Case.author), joinedload(Case.organisation)


def _with_reviewers() -> tuple[Any, ...]:
    return (selectinload(Case.reviews).joinedload(CaseReview.reviewer),)


def _with_lists() -> tuple[Any, ...]:
    return selectinload(Case.region_rows), selectinload(Case.theme_rows)


def _filters(*, region: str = "", theme: str = "", language: str = "", country: str = "",
             outcome: str = "", evidence_min: str = "",
             archived: bool = False) -> list[ColumnElement[bool]]:
    filters = [Case.published_id.is_not(None)]
    if not archived:
        filters.append(Case.status != "archived")
    if region:
        filters.append(Case.region_rows.any(CaseRegion.code.startswith(region, autoescape=True)))
    if theme:
        themes = [theme, *(term.code for term in THEMES.descendants(theme))]
        filters.append(Case.theme_rows.any(CaseTheme.code.in_(themes)))
    if evidence_min:
        filters.append(Case.evidence_level >= evidence_min)
    exact = {Case.language: language, Case.country: country, Case.outcome_type: outcome}
    return filters + [column == value for column, value in exact.items() if value]
