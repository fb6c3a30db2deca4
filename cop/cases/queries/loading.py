"""What is read together with cases, so that a list asks few queries. Which cases: the others."""
from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from cop.cases.models.cases import Case
from cop.cases.models.reviews import CaseReview


def with_names() -> tuple[Any, ...]:
    return joinedload(Case.author), joinedload(Case.organisation)


def with_reviewers() -> tuple[Any, ...]:
    return (selectinload(Case.reviews).joinedload(CaseReview.reviewer),)


def with_lists() -> tuple[Any, ...]:
    return selectinload(Case.region_rows), selectinload(Case.theme_rows)
