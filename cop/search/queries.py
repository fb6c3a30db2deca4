"""Rows for the index, and the second look at what may be shown. Finding is the engine's."""
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, select, union_all
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from cop.base.db import db
from cop.cases.models import Case
from cop.cases.policy import visible_cases
from cop.discussions.models import Post, Topic
from cop.discussions.policy import visible_posts, visible_topics
from cop.people.models import Person, Reader
from cop.people.policy import visible_people
from cop.search import entries
from cop.search.engines.protocol import Entry, Found
from cop.spaces.models import Space
from cop.spaces.policy import visible_spaces

KINDS = ("topic", "post", "case", "person", "space")
BATCH = 500

_VISIBLE: dict[str, tuple[Any, Any]] = {
    "topic": (Topic.id, visible_topics), "post": (Post.id, visible_posts),
    "case": (Case.id, visible_cases), "person": (Person.id, visible_people),
    "space": (Space.id, visible_spaces),
}


def readers_tokens(reader: Reader) -> tuple[str, ...]:
    """What a reader may open, as tokens of the index."""
    if not reader.is_signed_in:
        return ("public",)
    spaces = [f"space:{membership.space_id}" for membership in getattr(reader, "memberships", ())]
    return ("public", "members", *spaces)


def keep_visible(reader: Reader, found: Found) -> Found:
    """Drop what the database says the reader may not see, however old the index is: one query."""
    wanted = {kind: [hit.id for hit in found.hits if hit.kind == kind] for kind in KINDS}
    questions = [
        select(literal(kind).label("kind"), _VISIBLE[kind][0].label("id"))
        .where(_VISIBLE[kind][0].in_(ids), _VISIBLE[kind][1](reader))
        for kind, ids in wanted.items() if ids
    ]
    if not questions:
        return found
    visible = {tuple(row) for row in db.session.execute(union_all(*questions))}
    kept = [hit for hit in found.hits if (hit.kind, hit.id) in visible]
    return Found(hits=kept, total=found.total - (len(found.hits) - len(kept)),
                 facets=found.facets)


def list_entries(kind: str, ids: Sequence[int]) -> list[Entry]:
    """The entries of these things; those that are not to be found have none."""
    query, column, make = _sources()[kind]
    return [make(row) for row in db.session.scalars(query.where(column.in_(ids))).unique()]


def list_all_entries(kinds: Iterable[str] = KINDS) -> Iterator[Entry]:
    """Everything findable, read in batches."""
    for kind in kinds:
        query, column, make = _sources()[kind]
        last = 0
        while rows := _batch(query, column, last):
            last = rows[-1].topic_id if kind == "topic" else rows[-1].id
            yield from map(make, rows)
            db.session.expunge_all()


def list_space_names(reader: Reader) -> list[tuple[str, str]]:
    """(slug, name) of the spaces somebody may choose as a filter."""
    query = select(Space.slug, Space.name).where(visible_spaces(reader)).order_by(Space.name)
    return [(slug, name) for slug, name in db.session.execute(query)]


def list_post_ids(space_id: int | None = None, topic_id: int | None = None) -> list[int]:
    """The answers (not the opening posts) of a space or a topic."""
    query = select(Post.id).join(Post.topic).where(Post.number > 1, Post.deleted_at.is_(None))
    if space_id is not None:
        query = query.where(Topic.space_id == space_id)
    if topic_id is not None:
        query = query.where(Post.topic_id == topic_id)
    return list(db.session.scalars(query))


def list_topic_ids(space_id: int) -> list[int]:
    return list(db.session.scalars(select(Topic.id).where(Topic.space_id == space_id)))


def _batch(query: Select[Any], column: ColumnElement[int], last: int) -> list[Any]:
    page = query.where(column > last).order_by(column).limit(BATCH)
    return list(db.session.scalars(page).unique())


def _sources() -> dict[str, tuple[Select[Any], Any, Any]]:
    """kind → (the rows that are findable, the column of their ids, how a row becomes an entry)"""
    posts = select(Post).join(Post.topic).where(Post.deleted_at.is_(None)).options(
        contains_eager(Post.topic).options(
            selectinload(Topic.region_rows), selectinload(Topic.theme_rows),
            joinedload(Topic.space)),
        joinedload(Post.author))
    cases = select(Case).where(Case.published_id.is_not(None), Case.status != "withdrawn").options(
        selectinload(Case.region_rows), selectinload(Case.theme_rows), joinedload(Case.published))
    people = select(Person).where(Person.active, Person.confirmed_at.is_not(None)).options(
        selectinload(Person.region_rows), selectinload(Person.theme_rows))
    return {
        "topic": (posts.where(Post.number == 1), Post.topic_id, entries.of_post),
        "post": (posts.where(Post.number > 1), Post.id, entries.of_post),
        "case": (cases, Case.id, entries.of_case),
        "person": (people, Person.id, entries.of_person),
        "space": (select(Space), Space.id, entries.of_space),
    }
