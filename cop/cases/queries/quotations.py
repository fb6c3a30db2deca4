"""Reads of where a case comes from, and of what became of a topic."""
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from cop.base.db import db, one
from cop.cases.models.cases import Case
from cop.cases.models.quotations import CaseSource, Quotation
from cop.cases.policy.cases import visible_cases, workable_cases
from cop.cases.policy.quotations import own_quotations
from cop.discussions.models.topics import Post, Topic
from cop.discussions.policy import visible_topics
from cop.people.models import Person, Visitor


def get_source(reader: Person, case: Case, topic_id: int) -> CaseSource:
    return one(select(CaseSource).join(CaseSource.topic).where(
        CaseSource.case_id == case.id, CaseSource.topic_id == topic_id, visible_topics(reader)))


def find_source(case: Case, topic: Topic) -> CaseSource | None:
    return db.session.scalar(select(CaseSource).where(
        CaseSource.case_id == case.id, CaseSource.topic_id == topic.id))


def list_sources_in(topic_id: int) -> Sequence[CaseSource]:
    """Every case that a topic became, whoever may see it."""
    return db.session.scalars(select(CaseSource).where(CaseSource.topic_id == topic_id)).all()


def list_cases_from(reader: Person | Visitor, topic: Topic) -> Sequence[Case]:
    """What a topic became, as far as the reader sees it."""
    query = select(Case).join(CaseSource, CaseSource.case_id == Case.id).where(
        CaseSource.topic_id == topic.id, workable_cases(reader))
    return db.session.scalars(query.order_by(Case.id)).all()


def with_cases_from(reader: Person | Visitor) -> ExecutableOption:
    """Reads what a topic became with the topic, for its page."""
    return joinedload(Topic.case_sources).joinedload(
        CaseSource.case.and_(visible_cases(reader))).lazyload("*")


def list_own_drafts_from(person: Person, topic: Topic) -> Sequence[Case]:
    """Drafts of somebody that more posts of a topic can be asked for."""
    return [case for case in list_cases_from(person, topic)
            if person.id in case.keeper_ids and case.status in ("draft", "withdrawn")]


def list_quotations_of(post_id: int) -> Sequence[Quotation]:
    return db.session.scalars(select(Quotation).where(Quotation.post_id == post_id)).all()


def list_asked_posts(case_ids: Sequence[int]) -> set[int]:
    """The ids of posts these cases ask for already."""
    return set(db.session.scalars(
        select(Quotation.post_id).where(Quotation.case_id.in_(case_ids))))


def get_quotation(person: Person | Visitor, quotation_id: int) -> Quotation:
    """What somebody was asked about, with the case and the post."""
    query = select(Quotation).where(Quotation.id == quotation_id, own_quotations(person))
    return one(query.options(
        joinedload(Quotation.case), joinedload(Quotation.post).joinedload(Post.topic),
        joinedload(Quotation.asked_by)))


def get_quotation_of(case: Case, quotation_id: int) -> Quotation:
    return one(select(Quotation).where(
        Quotation.case_id == case.id, Quotation.id == quotation_id))
