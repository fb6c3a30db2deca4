"""Reads of saved searches: somebody's own, those that are due, and what may be told of."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal, select, true, union_all
from sqlalchemy.orm import joinedload

from cop.base.clock import now
from cop.base.db import db, one
from cop.base.jobs import Job
from cop.cases.models.cases import Case, CaseTheme
from cop.cases.policy.cases import visible_cases
from cop.discussions.models.topics import Post, Topic, TopicTheme
from cop.discussions.queries.following import list_followed_themes
from cop.people.models import Person, Visitor
from cop.people.policy import visible_people
from cop.search.models.saved import SavedSearch
from cop.search.policy import findable_posts, findable_topics
from cop.search.queries.home import INDEXING
from cop.spaces.levels import Level
from cop.spaces.models import Following, Space
from cop.spaces.policy import visible_spaces
from cop.vocabulary.words import alphabetical

#: How long somebody's writing may take to be stored.
STILL_WRITING = timedelta(seconds=10)


@dataclass(frozen=True)
class News:
    """Something to be told of."""

    kind: str
    id: int
    title: str
    language: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.id}"


def list_saved(owner: Person) -> Sequence[SavedSearch]:
    return _by_name(select(SavedSearch).where(SavedSearch.person_id == owner.id))


def get_saved(owner: Person | Visitor, saved_id: int) -> SavedSearch:
    return one(select(SavedSearch).where(
        SavedSearch.id == saved_id, SavedSearch.person_id == owner.id))


def get_saved_to_stop(key: str) -> SavedSearch:
    """For whoever has the letter in hand: whose key this is, they need not sign in."""
    return one(select(SavedSearch).where(SavedSearch.stop_key == key))


def count_saved(owner: Person) -> int:
    query = select(func.count(SavedSearch.id)).where(SavedSearch.person_id == owner.id)
    return db.session.scalar(query) or 0


def list_saved_of(person: Person, ids: Iterable[int]) -> Sequence[SavedSearch]:
    return _by_name(select(SavedSearch).where(
        SavedSearch.person_id == person.id, SavedSearch.id.in_(ids)))


def list_at_once() -> Sequence[SavedSearch]:
    """Those whose owners want to be told at once, with their owners."""
    return _list(SavedSearch.frequency == "at_once")


def list_due() -> Sequence[SavedSearch]:
    """Those whose morning has come."""
    return _list(SavedSearch.due_at <= now())


def hold(ids: Iterable[int]) -> dict[int, SavedSearch]:
    """These as they stand, ours until the transaction ends."""
    query = select(SavedSearch).where(SavedSearch.id.in_(ids)).with_for_update()
    return {saved.id: saved for saved in db.session.scalars(query)}


def indexed_up_to() -> datetime:
    """Whatever was written before this whole second is in the index, or was given up."""
    ours = Job.name.startswith(INDEXING, autoescape=True) & Job.parked_at.is_(None)
    oldest = db.session.scalar(select(func.min(Job.created_at)).where(ours))
    moment = min(filter(None, [oldest, now() - STILL_WRITING]))
    return moment.replace(microsecond=0)


def list_news(person: Person, keys: Iterable[str]) -> list[News]:
    """Of these, what somebody may see now, did not mute and did not write; two queries."""
    wanted: dict[str, list[int]] = {}
    for key in keys:
        kind, _colon, row_id = key.partition(":")
        wanted.setdefault(kind, []).append(int(row_id))
    if not wanted:
        return []
    themes = [code for theme in list_followed_themes(person) if theme.level == Level.MUTED
              for code in theme.codes]
    quiet = {"topic": ~_is_muted(person, themes), "post": ~_is_muted(person, themes),
             "case": ~Case.theme_rows.any(CaseTheme.code.in_(themes))}
    questions = [_question(person, kind, ids).where(quiet.get(kind, true()))
                 for kind, ids in wanted.items()]
    return [News(*row) for row in db.session.execute(union_all(*questions))]


def _by_name(query: Select[tuple[SavedSearch]]) -> Sequence[SavedSearch]:
    found = db.session.scalars(query.order_by(SavedSearch.id))
    return sorted(found, key=lambda saved: alphabetical(saved.name))


def _list(wanted: ColumnElement[bool]) -> Sequence[SavedSearch]:
    query = select(SavedSearch).join(SavedSearch.person).where(
        wanted, Person.active.is_(True), Person.confirmed_at.is_not(None))
    query = query.options(joinedload(SavedSearch.person).selectinload(Person.region_rows))
    query = query.order_by(SavedSearch.id)
    return db.session.scalars(query).all()


def _is_muted(person: Person, themes: Sequence[str]) -> ColumnElement[bool]:
    """Muted itself; or muted around it, unless they chose otherwise for it or took part in it.
    The same as `levels.level_of` says, for rows."""
    def chosen(kind: str, target: ColumnElement[int],
               *more: ColumnElement[bool]) -> ColumnElement[bool]:
        return exists().where(
            Following.person_id == person.id, Following.kind == kind,
            Following.target_id == target, *more).correlate(Topic)

    muted = Following.level == Level.MUTED
    around = chosen("space", Topic.space_id, muted) | Topic.theme_rows.any(
        TopicTheme.code.in_(themes))
    return chosen("topic", Topic.id, muted, Following.is_chosen) | (
        ~chosen("topic", Topic.id) & around)


def _question(person: Person, kind: str, ids: Sequence[int]) -> Select[Any]:
    row_id, title, language, may_see, author = {
        "topic": (Topic.id, Topic.title, Topic.language, findable_topics, Topic.author_id),
        "post": (Post.id, Topic.title, Topic.language, findable_posts, Post.author_id),
        "case": (Case.id, Case.title, Case.language, visible_cases, Case.author_id),
        "person": (Person.id, Person.name, literal(""), visible_people, Person.id),
        "space": (Space.id, Space.name, Space.language, visible_spaces, literal(0)),
    }[kind]
    query = select(literal(kind), row_id, title, language).where(
        row_id.in_(ids), may_see(person), author != person.id)
    if kind == "post":
        query = query.join(Topic, Topic.id == Post.topic_id)
    return query
