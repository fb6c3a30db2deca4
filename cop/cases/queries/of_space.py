"""Practices that belong to a space: made of its topics, or talked about in it."""
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from cop.base.db import db
from cop.cases.models.cases import Case
from cop.cases.models.quotations import CaseSource
from cop.cases.policy.cases import IN_SIGHT, visible_cases
from cop.cases.queries.loading import with_lists, with_names
from cop.discussions.models.topics import Topic
from cop.discussions.policy import visible_topics
from cop.people.models import Person, Visitor
from cop.spaces.models import Space

#: So many are taken along at once, the last published first.
MOST_PACKED = 60


def list_of_space(reader: Person | Visitor, space: Space) -> Sequence[Case]:
    """What is published and the reader sees, with its text."""
    return db.session.scalars(select(Case).where(*_of_space(reader, space)).options(
        joinedload(Case.published), *with_names(), *with_lists(),
    ).order_by(Case.published_at.desc(), Case.id.desc()).limit(MOST_PACKED)).unique().all()


def count_of_space(reader: Person | Visitor, space: Space) -> int:
    return db.session.scalar(select(func.count(Case.id)).where(*_of_space(reader, space))) or 0


def _of_space(reader: Person | Visitor, space: Space) -> tuple[ColumnElement[bool], ...]:
    here: tuple[Any, ...] = (Topic.space_id == space.id, visible_topics(reader))
    made = select(CaseSource.case_id).join(Topic, Topic.id == CaseSource.topic_id).where(*here)
    discussed = select(Topic.subject_id).where(Topic.subject_kind == "case", *here)
    return (or_(Case.id.in_(made), Case.id.in_(discussed)), Case.published_id.is_not(None),
            Case.status.in_(IN_SIGHT), visible_cases(reader))
