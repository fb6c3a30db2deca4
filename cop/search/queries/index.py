"""Rows for the index, and the second look at what may be shown. Finding is the engine's.

Findable is what members may see, and what is said in private spaces, for those who belong there.
"""
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal, select, union_all
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from cop.base.db import db
from cop.cases.models.cases import Case
from cop.cases.policy.cases import visible_cases
from cop.discussions.models.attachments import PostFile
from cop.discussions.models.topics import Post, Topic
from cop.files.models import File
from cop.people.models import AnyMember, Person, Reader
from cop.people.policy import visible_people
from cop.search import entries
from cop.search.engines.marking import unmarked
from cop.search.engines.protocol import Entry, Found, Hit
from cop.search.policy import findable_posts, findable_topics
from cop.spaces.models import Space
from cop.spaces.policy import visible_spaces
from cop.vocabulary.words import alphabetical

KINDS = ("topic", "post", "event", "case", "person", "space")
BATCH = 500
USUAL_LANGUAGES = ("en", "it", "fr", "es", "de", "fi")

_NOT_COMPARED = literal(""), literal(0)
_TOPICS = select(Topic.id, Topic.title, Post.version).join(
    Post, and_(Post.topic_id == Topic.id, Post.number == 1))
#: kind → (each with its title and version, where these are compared; its id; who may see it)
_VISIBLE: dict[str, tuple[Select[Any], Any, Any]] = {
    "topic": (_TOPICS, Topic.id, findable_topics), "event": (_TOPICS, Topic.id, findable_topics),
    "post": (select(Post.id, Topic.title, Post.version).join(Post.topic), Post.id,
             findable_posts),
    "case": (select(Case.id, *_NOT_COMPARED), Case.id, visible_cases),
    "person": (select(Person.id, *_NOT_COMPARED), Person.id, visible_people),
    "space": (select(Space.id, *_NOT_COMPARED), Space.id, visible_spaces),
}


def readers_tokens(reader: Reader) -> tuple[str, ...]:
    """What a reader may open, as tokens of the index."""
    if not reader.is_signed_in:
        return ("public",)
    spaces = [f"space:{membership.space_id}" for membership in getattr(reader, "memberships", ())]
    return ("public", "members", *spaces)


def list_all_tokens() -> tuple[str, ...]:
    """What all together may open, for looking on behalf of many: what each may see is asked of the
    database afterwards."""
    private = db.session.scalars(select(Space.id).where(Space.visibility == "private"))
    return ("public", "members", *(f"space:{space_id}" for space_id in private))


def languages_for(reader: Reader, interface: str) -> tuple[str, ...]:
    """In which languages words are understood: those somebody reads, and those most write."""
    read = getattr(reader, "languages", None) or ()
    return tuple(sorted({*read, interface, *USUAL_LANGUAGES}))


def keep_visible(reader: Reader, found: Found) -> Found:
    """Drop what the database says the reader may not see, however old the index is: one query.
    A post or title that says something else by now is as good as gone until the index knows: what
    it said may have been taken away from all readers.

    What is dropped is not counted either, in no facet.
    """
    now = _visible(reader, found.hits)
    kept = [hit for hit in found.hits if _is_as_it_was(hit, now.get((hit.kind, hit.id)))]
    dropped = [hit for hit in found.hits if hit not in kept]
    if not dropped:
        return found
    return replace(
        found, hits=kept,
        total=max(found.total - len(dropped), 0),
        groups=None if found.groups is None else max(found.groups - len(dropped), 0),
        facets={name: _without(counts, Counter(
            value for hit in dropped for value in hit.codes.get(name, ())))
                for name, counts in found.facets.items()})


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
            last = rows[-1].topic_id if kind in ("topic", "event") else rows[-1].id
            made = [make(row) for row in rows]
            db.session.rollback()  # nothing is held while they are written
            yield from made


def list_space_names(reader: Reader) -> list[tuple[str, str]]:
    """(slug, name) of the spaces somebody may choose as a filter."""
    found = db.session.execute(select(Space.slug, Space.name).where(visible_spaces(reader)))
    return sorted(((slug, name) for slug, name in found), key=lambda row: alphabetical(row[1]))


def list_post_ids(space_id: int | None = None, topic_id: int | None = None) -> list[int]:
    """The answers (not the opening posts) in a space or a topic."""
    query = select(Post.id).join(Post.topic).where(Post.number > 1, Post.deleted_at.is_(None))
    if space_id is not None:
        query = query.where(Topic.space_id == space_id)
    if topic_id is not None:
        query = query.where(Post.topic_id == topic_id)
    return list(db.session.scalars(query))


def list_person_ids(organisation_id: int) -> list[int]:
    """Who works for an organisation."""
    return list(db.session.scalars(
        select(Person.id).where(Person.organisation_id == organisation_id)))


def list_posts_with(file_id: int) -> dict[str, list[int]]:
    """The post that holds this file, as kind → ids of what it is found as; none holds most."""
    query = select(Post.id, Post.topic_id, Post.number).join(Post.attachments).where(
        PostFile.file_id == file_id, Post.deleted_at.is_(None))
    return {"topic" if number == 1 else "post": [topic_id if number == 1 else post_id]
            for post_id, topic_id, number in db.session.execute(query)}


def list_topic_ids(space_id: int) -> list[int]:
    return list(db.session.scalars(select(Topic.id).where(Topic.space_id == space_id)))


def _visible(reader: Reader, hits: Iterable[Hit]) -> dict[tuple[str, int], tuple[str, int]]:
    """(kind, id) of those among the hits that the reader may see → (title, version)"""
    wanted: dict[str, list[int]] = {}
    for hit in hits:
        wanted.setdefault(hit.kind, []).append(hit.id)
    questions = []
    for kind, ids in wanted.items():
        query, column, may_see = _VISIBLE[kind]
        questions.append(query.add_columns(literal(kind)).where(column.in_(ids), may_see(reader)))
    rows = db.session.execute(union_all(*questions)) if wanted else ()
    return {(kind, row_id): (title, version) for row_id, title, version, kind in rows}


def _is_as_it_was(hit: Hit, there: tuple[str, int] | None) -> bool:
    """Does the database know it, and say what the index says?"""
    return there is not None and there in (
        ("", 0), (unmarked(hit.title), hit.shown.get("version")))


def _without(counts: Mapping[str, int], dropped: Mapping[str, int]) -> dict[str, int]:
    left = {value: number - dropped.get(value, 0) for value, number in counts.items()}
    return {value: number for value, number in left.items() if number > 0}


def _batch(query: Select[Any], column: ColumnElement[int], last: int) -> list[Any]:
    page = query.where(column > last).order_by(column).limit(BATCH)
    return list(db.session.scalars(page).unique())


def _sources() -> dict[str, tuple[Select[Any], Any, Any]]:
    """kind → (the rows that are findable, the column of their ids, how a row becomes an entry)"""
    anybody = AnyMember()
    posts = select(Post).join(Post.topic).where(Post.deleted_at.is_(None)).options(
        selectinload(Post.signs), contains_eager(Post.topic).options(
            selectinload(Topic.region_rows), selectinload(Topic.theme_rows),
            joinedload(Topic.space)),
        selectinload(Post.attachments).joinedload(PostFile.file).selectinload(File.words))
    openings = posts.where(Post.number == 1)
    cases = select(Case).where(visible_cases(anybody)).options(
        selectinload(Case.region_rows), selectinload(Case.theme_rows),
        selectinload(Case.translations), joinedload(Case.published))
    people = select(Person).where(visible_people(anybody)).options(
        selectinload(Person.region_rows), selectinload(Person.theme_rows))
    return {
        "topic": (openings.where(Topic.kind != "event"), Post.topic_id, entries.of_post),
        "event": (openings.where(Topic.kind == "event").options(
            contains_eager(Post.topic).selectinload(Topic.meeting)), Post.topic_id,
            entries.of_event),
        "post": (posts.where(Post.number > 1), Post.id, entries.of_post),
        "case": (cases, Case.id, entries.of_case),
        "person": (people, Person.id, entries.of_person),
        "space": (select(Space), Space.id, entries.of_space),
    }
