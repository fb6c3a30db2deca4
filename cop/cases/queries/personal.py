"""Everything of cases that has to do with one person, whoever may see it: for them alone."""
from collections.abc import Sequence

from sqlalchemy import select

from cop.base.db import db
from cop.cases.models.adoptions import Adoption
from cop.cases.models.cases import Case, CaseRevision
from cop.cases.models.comments import CaseComment
from cop.cases.models.decisions import CaseDecision
from cop.cases.models.quotations import Quotation
from cop.cases.models.reviews import CaseReview
from cop.cases.models.translations import CaseTranslation
from cop.cases.policy.cases import own_cases
from cop.people.models import Person


def list_cases_of(person: Person) -> Sequence[Case]:
    """What they wrote or keep."""
    return db.session.scalars(select(Case).where(own_cases(person)).order_by(Case.id)).all()


def list_texts_of(case: Case) -> Sequence[CaseRevision]:
    return db.session.scalars(select(CaseRevision).where(
        CaseRevision.case_id == case.id).order_by(CaseRevision.number)).all()


def list_uses_of(person: Person) -> Sequence[Adoption]:
    return db.session.scalars(select(Adoption).where(
        Adoption.person_id == person.id).order_by(Adoption.id)).all()


def list_reviews_of(person: Person) -> Sequence[CaseReview]:
    return db.session.scalars(select(CaseReview).where(
        CaseReview.reviewer_id == person.id).order_by(CaseReview.id)).all()


def list_comments_of(person: Person) -> Sequence[CaseComment]:
    return db.session.scalars(select(CaseComment).where(
        CaseComment.author_id == person.id).order_by(CaseComment.id)).all()


def list_decisions_of(person: Person) -> Sequence[CaseDecision]:
    return db.session.scalars(select(CaseDecision).where(
        CaseDecision.decided_by_id == person.id).order_by(CaseDecision.id)).all()


def list_quotations_of(person: Person) -> Sequence[Quotation]:
    return db.session.scalars(select(Quotation).where(
        Quotation.person_id == person.id).order_by(Quotation.id)).all()


def list_translations_of(person: Person) -> Sequence[CaseTranslation]:
    return db.session.scalars(select(CaseTranslation).where(
        CaseTranslation.translator_id == person.id).order_by(CaseTranslation.id)).all()
