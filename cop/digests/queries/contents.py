"""What goes into a digest: computed from period, regions and audience by published rules.

The rules are the docstrings here; docs/digests.md and the page say them in the same words.
"""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, distinct, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from cop.base.clock import now
from cop.base.db import db
from cop.cases.models.cases import Case, CaseRegion, CaseTheme
from cop.cases.policy.cases import visible_cases
from cop.digests.models import Digest
from cop.digests.period import Period
from cop.digests.policy import READERS
from cop.discussions.models.topics import Post, Topic, TopicRegion, TopicTheme
from cop.discussions.policy import visible_topics
from cop.discussions.queries.topics import is_archived
from cop.people.models import Visitor
from cop.vocabulary.zones import zone_of

MOST = 40  # items of one part
MOST_FROM_ELSEWHERE = 8
MOST_THEMES = 10
#: A number of people below this is not told: it could be somebody.
FEWEST_PEOPLE = 5


@dataclass(frozen=True)
class Number:
    """One figure of a period and of the one before. `hidden`: too few people to be told."""

    name: str
    value: int
    before: int
    hidden: bool = False


@dataclass(frozen=True)
class Solved:
    """A solved question with the post that was accepted."""

    topic: Topic
    answer: Post


@dataclass(frozen=True)
class Contents:
    """Everything a digest shows, in the order it is shown."""

    period: Period
    themes: Sequence[str]
    numbers: Sequence[Number]
    cases: Sequence[Case]
    cases_elsewhere: Sequence[Case]
    solved: Sequence[Solved]
    open_questions: Sequence[Topic]

    @property
    def is_quiet(self) -> bool:
        return not (self.cases or self.solved or self.open_questions)

    def days_open(self, topic: Topic) -> int:
        """For how long a question waited when the period ended; today, where it has not."""
        return max((min(self.period.end, now()) - topic.created_at).days, 1)


def gather(digest: Digest) -> Contents:
    """The contents of a digest as its audience may see them now."""
    reader, regions = READERS[digest.audience], digest.regions
    period = Period(digest.first_day, digest.last_day, zone_of(regions[0]))
    themes = _list_themes(reader, regions, period)
    return Contents(
        period=period, themes=themes, numbers=_list_numbers(reader, regions, period),
        cases=_list_cases(reader, period, _case_from(regions)),
        cases_elsewhere=_list_cases(
            reader, period, ~_case_from(regions), Case.theme_rows.any(CaseTheme.code.in_(themes)),
            most=MOST_FROM_ELSEWHERE),
        solved=_list_solved(reader, regions, period),
        open_questions=_list_open(reader, regions, period.end),
    )


def _list_cases(reader: Visitor, period: Period, *where: ColumnElement[bool],
                most: int = MOST) -> Sequence[Case]:
    """Cases published or published anew in the period, newest first, but for archived ones."""
    within = (Case.updated_at >= period.begin) & (Case.updated_at < period.end)
    query = select(Case).where(
        visible_cases(reader), Case.status != "archived", within, *where)
    query = query.options(joinedload(Case.organisation), selectinload(Case.region_rows))
    return db.session.scalars(query.order_by(Case.updated_at.desc(), Case.id).limit(most)).all()


def _list_solved(reader: Visitor, regions: Sequence[str], period: Period) -> Sequence[Solved]:
    """Questions of the region whose answer was accepted in the period, newest first."""
    within = (Topic.solved_at >= period.begin) & (Topic.solved_at < period.end)
    query = select(Topic, Post).join(Post, Post.id == Topic.accepted_post_id).where(
        visible_topics(reader), _topic_from(regions), within, Post.deleted_at.is_(None))
    query = query.options(joinedload(Post.author), selectinload(Topic.region_rows))
    rows = db.session.execute(query.order_by(Topic.solved_at.desc(), Topic.id).limit(MOST))
    return [Solved(topic, post) for topic, post in rows]


def _list_open(reader: Visitor, regions: Sequence[str], end: datetime) -> Sequence[Topic]:
    """Questions of the region asked before the period ended and open now; oldest first.

    Now, not then: nobody is to be told that a question waits which somebody has solved.
    """
    query = select(Topic).where(
        visible_topics(reader), _topic_from(regions), Topic.kind == "question",
        Topic.solved_at.is_(None), Topic.locked_at.is_(None), ~is_archived(),
        Topic.created_at < end,
    ).options(selectinload(Topic.region_rows))
    return db.session.scalars(query.order_by(Topic.created_at, Topic.id).limit(MOST)).all()


def _list_themes(reader: Visitor, regions: Sequence[str], period: Period) -> Sequence[str]:
    """What the region works on: the themes of its topics and cases up to the period's end."""
    topics = select(TopicTheme.code).join(Topic, Topic.id == TopicTheme.topic_id).where(
        visible_topics(reader), _topic_from(regions), Topic.created_at < period.end)
    cases = select(CaseTheme.code).join(Case, Case.id == CaseTheme.case_id).where(
        visible_cases(reader), _case_from(regions), Case.published_at < period.end)
    both = topics.union_all(cases).subquery()
    query = select(both.c.code).group_by(both.c.code).order_by(func.count().desc(), both.c.code)
    return db.session.scalars(query.limit(MOST_THEMES)).all()


def _list_numbers(reader: Visitor, regions: Sequence[str], period: Period) -> Sequence[Number]:
    """Five figures of the region: people who wrote, topics, answers, solved questions, cases."""
    counts = _counts(reader, regions, period)
    counts_before = _counts(reader, regions, period.before())
    row = db.session.execute(select(*counts.values(), *counts_before.values())).one()
    pairs = zip(counts, row[:len(counts)], row[len(counts):], strict=True)
    return [Number(name, value, before, hidden=name == "people" and value < FEWEST_PEOPLE)
            for name, value, before in pairs]


def _counts(reader: Visitor, regions: Sequence[str],
            period: Period) -> dict[str, ScalarSelect[int]]:
    """What was written in the period and still stands; an opening post is no answer."""
    def within(moment: Any) -> ColumnElement[bool]:
        return and_(moment >= period.begin, moment < period.end)

    mine = visible_topics(reader) & _topic_from(regions)
    written = and_(mine, within(Post.created_at), Post.deleted_at.is_(None))
    posts = select(func.count(Post.id)).join(Topic, Topic.id == Post.topic_id).where(written)
    topics = select(func.count(Topic.id)).where(mine)
    cases = select(func.count(Case.id)).where(
        visible_cases(reader), Case.status != "archived", _case_from(regions))
    return {
        "people": posts.with_only_columns(func.count(distinct(Post.author_id))).scalar_subquery(),
        "topics": topics.where(within(Topic.created_at)).scalar_subquery(),
        "answers": posts.where(Post.number > 1).scalar_subquery(),
        "solved": topics.where(within(Topic.solved_at)).scalar_subquery(),
        "cases": cases.where(within(Case.updated_at)).scalar_subquery(),
    }


def _topic_from(regions: Sequence[str]) -> ColumnElement[bool]:
    """About one of these regions or a part of it."""
    return Topic.region_rows.any(or_(*(TopicRegion.code.startswith(code) for code in regions)))


def _case_from(regions: Sequence[str]) -> ColumnElement[bool]:
    return Case.region_rows.any(or_(*(CaseRegion.code.startswith(code) for code in regions)))
