"""What a reader opened last, as far as they may see it still."""
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from cop.base.db import db
from cop.cases.models.cases import Case
from cop.cases.policy.cases import workable_cases
from cop.discussions.models.topics import Topic
from cop.discussions.policy import visible_topics
from cop.guides.models import Guide
from cop.guides.policy import editable_guides
from cop.people.models import Person

NUMBER = re.compile("[0-9]{1,9}")


@dataclass(frozen=True)
class Opened:
    kind: str
    thing: Topic | Case | Guide


def list_recent(reader: Person, opened: Sequence[tuple[str, str]]) -> list[Opened]:
    """In the order in which it was opened."""
    def numbers(kind: str) -> list[int]:
        return [int(which) for each, which in opened if each == kind and NUMBER.fullmatch(which)]

    slugs = [which for kind, which in opened if kind == "guide"]
    found = {("topic", str(topic.id)): topic for topic in _seen(
        Topic, Topic.id.in_(numbers("topic")), visible_topics(reader), joinedload(Topic.space))}
    found |= {("case", str(case.id)): case for case in _seen(
        Case, Case.id.in_(numbers("case")), workable_cases(reader))}
    found |= {("guide", guide.slug): guide for guide in _seen(
        Guide, Guide.slug.in_(slugs), editable_guides(reader))}
    return [Opened(each[0], found[each]) for each in opened if each in found]


def _seen(kind: type[Any], wanted: ColumnElement[bool], visible: ColumnElement[bool],
          *options: Any) -> Sequence[Any]:
    return db.session.scalars(select(kind).where(wanted, visible).options(*options)).unique().all()
