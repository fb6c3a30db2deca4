"""Reads of the home page: what is new for this reader, in few queries whatever there is."""
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import (
    ColumnElement,
    Select,
    cast,
    false,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy import case as sql_case
from sqlalchemy.orm import joinedload

from cop.base.clock import now
from cop.base.db import UtcDateTime, db
from cop.cases.models.cases import Case, CaseRegion
from cop.cases.policy.cases import visible_cases
from cop.discussions.models.topics import Topic, TopicRegion
from cop.discussions.policy import visible_topics
from cop.discussions.queries.following import FollowedTheme
from cop.discussions.queries.news import new_in_space, unread
from cop.discussions.queries.topics import Topics, about_theme, is_archived
from cop.people.models import Person, PersonRegion, PersonTheme, Reader
from cop.spaces.levels import Level
from cop.spaces.models import Following, Space
from cop.spaces.policy import visible_spaces
from cop.vocabulary.lists import THEMES
from cop.vocabulary.words import comparable

#: How many a list on the home page shows.
FEW = 5


@dataclass(frozen=True)
class Interests:
    """What somebody works on, from their profile."""

    regions: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    followed: list[FollowedTheme] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.regions or self.themes)


@dataclass(frozen=True)
class NewTopics:
    """Questions somebody could answer, the newest first; other topics, the last written in
    first."""

    questions: Sequence[Topic] = ()
    others: Topics = field(default_factory=lambda: Topics([]))


@dataclass(frozen=True)
class NearCase:
    """A case, and whether it is from where the reader works."""

    case: Case
    is_near: bool


def get_interests(reader: Person) -> Interests:
    """Regions, themes, and the themes they follow, in one query; languages come with the person."""
    never = cast(null(), UtcDateTime)
    regions = select(literal("region"), PersonRegion.code, literal(0), never).where(
        PersonRegion.person_id == reader.id)
    themes = select(literal("theme"), PersonTheme.code, literal(0), never).where(
        PersonTheme.person_id == reader.id)
    followed = select(literal("followed"), Following.code, Following.level, Following.created_at)
    followed = followed.where(Following.person_id == reader.id, Following.kind == "theme")
    rows = db.session.execute(union_all(regions, themes, followed)).all()
    return Interests(
        regions=sorted(code for kind, code, _, _ in rows if kind == "region"),
        themes=sorted(code for kind, code, _, _ in rows if kind == "theme"),
        languages=list(reader.languages),
        followed=[FollowedTheme(code, Level(level), since) for kind, code, level, since in rows
                  if kind == "followed" and code in THEMES])


def list_own_spaces(reader: Person, interests: Interests) -> list[tuple[Space, int]]:
    """The spaces somebody belongs to, by name, and in how many of their topics something is new."""
    ids = [membership.space_id for membership in reader.memberships]
    query = select(Space, new_in_space(reader, interests.followed)).where(Space.id.in_(ids))
    rows = db.session.execute(query).all() if ids else []
    return sorted((tuple(row) for row in rows), key=lambda row: comparable(row[0].name))


def list_lively_spaces(reader: Reader, limit: int = 6) -> Sequence[Space]:
    """The spaces with most topics, courses that are over left out: a first choice."""
    query = select(Space).where(visible_spaces(reader), or_(
        Space.ends_on.is_(None), Space.ends_on >= now().date()))
    order = (Space.topic_count.desc(), Space.member_count.desc(), Space.name)
    return db.session.scalars(query.order_by(*order).limit(limit)).all()


def list_topics_for(reader: Person, interests: Interests,
                    spaces: Sequence[Space]) -> NewTopics:
    """Questions somebody could answer, and what else is new in their spaces: one query."""
    wanted = _questions_for(reader, interests) + _last_in(reader, spaces)
    if not wanted:
        return NewTopics()
    parts = union_all(*(select(part.subquery()) for part in wanted)).subquery()
    query = select(Topic, parts.c.part, unread(reader, interests.followed)).join(
        parts, parts.c.id == Topic.id)
    rows = db.session.execute(query.options(joinedload(Topic.author))).all()
    questions = [topic for topic, part, _ in rows if part == "question"]
    others = [topic for topic, part, _ in rows if part == "last" and topic not in questions]
    others.sort(key=lambda topic: (topic.last_post_at, topic.id), reverse=True)
    return NewTopics(
        sorted(questions, key=lambda topic: (topic.created_at, topic.id), reverse=True),
        Topics(others[:FEW], unread={topic.id: count for topic, _, count in rows if count}))


def _questions_for(reader: Person, interests: Interests) -> list[Select[tuple[int, str]]]:
    """Open questions of others on somebody's themes or regions, in a language they read.

    The newest. Who named no language reads all of them.
    """
    if not interests:
        return []
    query = select(Topic.id, literal("question").label("part")).where(
        visible_topics(reader), Topic.kind == "question", Topic.accepted_post_id.is_(None),
        Topic.locked_at.is_(None), ~is_archived(), Topic.author_id != reader.id,
        or_(*_close_to(interests)))
    if interests.languages:
        query = query.where(Topic.language.in_(interests.languages))
    return [query.order_by(Topic.created_at.desc(), Topic.id.desc()).limit(FEW)]


def _last_in(reader: Reader, spaces: Sequence[Space]) -> list[Select[tuple[int, str]]]:
    """What was last written in these spaces; more than is shown, for some is shown already."""
    if not spaces:
        return []
    query = select(Topic.id, literal("last").label("part")).where(
        visible_topics(reader), ~is_archived(),
        Topic.space_id.in_([space.id for space in spaces]))
    return [query.order_by(Topic.last_post_at.desc(), Topic.id.desc()).limit(2 * FEW)]


def list_solved_questions(reader: Reader, limit: int = FEW) -> Sequence[Topic]:
    """Questions with their accepted answers, the last solved first."""
    query = select(Topic).where(visible_topics(reader), Topic.accepted_post_id.is_not(None))
    query = query.options(joinedload(Topic.author), joinedload(Topic.accepted_post))
    order = (Topic.solved_at.desc(), Topic.id.desc())
    return db.session.scalars(query.order_by(*order).limit(limit)).all()


def list_best_cases(reader: Reader, language: str = "", limit: int = 3) -> Sequence[Case]:
    """Published cases: those in this language; among these and among the others those that curators
    call inspiring, that are used elsewhere, and that are best founded come first."""
    is_read = sql_case((Case.language == language, 1), else_=0)
    order = (is_read.desc(), Case.is_inspiring.desc(), Case.adoption_count.desc(),
             Case.evidence_level.desc(), Case.published_at.desc(), Case.id.desc())
    return db.session.scalars(_published(reader).order_by(*order).limit(limit)).all()


def list_cases_for(reader: Person, interests: Interests, limit: int = 4) -> list[NearCase]:
    """Published cases: those from somebody's regions or within them, then the newest others."""
    near = Case.region_rows.any(or_(false(), *[
        CaseRegion.code.startswith(code, autoescape=True) for code in interests.regions]))
    first = sql_case((near, 1), else_=0)
    query = _published(reader).add_columns(first)
    query = query.order_by(first.desc(), Case.published_at.desc(), Case.id.desc()).limit(limit)
    return [NearCase(case, bool(is_near)) for case, is_near in db.session.execute(query)]


def _published(reader: Reader) -> Select[tuple[Case]]:
    return select(Case).where(visible_cases(reader), Case.published_id.is_not(None),
                              Case.status.not_in(("archived", "withdrawn")))


def _close_to(interests: Interests) -> list[ColumnElement[bool]]:
    regions = [TopicRegion.code.startswith(code, autoescape=True) for code in interests.regions]
    near = [Topic.region_rows.any(or_(*regions))] if regions else []
    return near + [about_theme(code) for code in interests.themes]
