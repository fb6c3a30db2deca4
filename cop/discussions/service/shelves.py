"""Rows of many imported posts, written all at once: a statement per table, not one per post.

Which posts these are, and how their texts were made, is the matter of `imports.py`.
"""
import uuid
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import quote

from sqlalchemy import insert, select, update

from cop.base.db import db
from cop.base.text import slug
from cop.discussions.models.topics import Post, Topic, TopicRegion
from cop.discussions.tree import depth_of, path_below
from cop.files.service.files import keep_file
from cop.people.models import Person
from cop.spaces.models import Space


@dataclass(frozen=True)
class Home:
    """The space that posts come into, as plain values: they outlast a commit."""

    space_id: int
    language: str
    regions: tuple[str, ...]


@dataclass(kw_only=True, slots=True)
class Entry:
    """A post on its way in. `post`, `thread`, `parent` and `author` are names from elsewhere."""

    post: str
    thread: str
    parent: str
    author: str
    author_name: str
    date: datetime
    title: str
    language: str
    source: str
    whole: str
    kind: str
    is_accepted: bool
    html: str = ""

    @property
    def key(self) -> str:
        """What tells its footnotes from those of other posts."""
        return f"{zlib.crc32(self.post.encode()):x}"


@dataclass(slots=True)
class Thread:
    """A topic while posts are added to it; `opening` is the name of its first post.

    `number` is that of its last post: higher than their count where some were split off.
    """

    id: int
    count: int
    number: int
    last: datetime
    opening: str
    is_solved: bool


def put_away(entries: Sequence[Entry], home: Home) -> None:
    """Store a batch. Every parent stands before its answers, in the batch or in the database."""
    authors = _authors(entries)
    threads = _threads(entries)
    threads |= _open_threads(entries, threads, authors, home)
    ids = _insert_posts(entries, threads, authors)
    _solve(entries, threads, ids)
    db.session.execute(update(Topic), [
        {"id": t.id, "post_count": t.count, "last_number": t.number, "last_post_at": t.last}
        for t in threads.values()])


def _authors(entries: Iterable[Entry]) -> dict[str, int]:
    """The ids of the authors. New ones are people without an account that could be used."""
    names = {entry.author: entry.author_name for entry in entries}
    query = select(Person.external_id, Person.id).where(Person.external_id.in_(names))
    ids = dict(db.session.execute(query).all())
    new = [Person(name=name, external_id=code, active=False, fs_uniquifier=uuid.uuid4().hex,
                  email=f"{quote(code.partition(':')[2], safe='')}@import.invalid")
           for code, name in names.items() if code not in ids]
    db.session.add_all(new)
    db.session.flush()
    return ids | {person.external_id: person.id for person in new}


def _threads(entries: Iterable[Entry]) -> dict[str, Thread]:
    """The topics that are there already, held until the transaction ends."""
    query = (
        select(Topic.external_id, Topic.id, Topic.post_count, Topic.last_number,
               Topic.last_post_at, Post.external_id, Topic.accepted_post_id.is_not(None))
        .join(Post, (Post.topic_id == Topic.id) & (Post.number == 1))
        .where(Topic.external_id.in_({entry.thread for entry in entries}))
        .order_by(Topic.id).with_for_update(of=Topic)
    )
    return {name: Thread(*found) for name, *found in db.session.execute(query)}


def _open_threads(entries: Iterable[Entry], known: dict[str, Thread], authors: dict[str, int],
                  home: Home) -> dict[str, Thread]:
    openings = {e.thread: e for e in reversed(entries) if not e.parent and e.thread not in known}
    if not openings:
        return {}
    ids = db.session.scalars(insert(Topic).returning(Topic.id, sort_by_parameter_order=True), [
        {"space_id": home.space_id, "author_id": authors[e.author], "title": e.title,
         "kind": e.kind, "language": e.language,
         "external_id": e.thread, "created_at": e.date, "last_post_at": e.date, "post_count": 0}
        for e in openings.values()])
    threads = {name: Thread(topic_id, 0, 0, e.date, e.post, False)
               for (name, e), topic_id in zip(openings.items(), ids, strict=True)}
    regions = [{"topic_id": t.id, "code": code} for t in threads.values() for code in home.regions]
    if regions:
        db.session.execute(insert(TopicRegion), regions)
    db.session.execute(update(Space).where(Space.id == home.space_id)
                       .values(topic_count=Space.topic_count + len(threads)))
    return threads


def _insert_posts(entries: Sequence[Entry], threads: dict[str, Thread],
                  authors: dict[str, int]) -> dict[str, int]:
    """The ids of all posts. Answers go in after what they answer, generation by generation."""
    parents = {e.post: e.parent or threads[e.thread].opening for e in entries}
    ids, paths = _places(set(parents.values()) - set(parents))
    generations: dict[str, int] = {}
    rows: list[tuple[int, str, dict[str, Any]]] = []
    for entry in entries:
        thread = threads[entry.thread]
        parent = "" if entry.post == thread.opening else parents[entry.post]
        thread.count += 1
        thread.number += 1
        thread.last = max(thread.last, entry.date)
        paths[entry.post] = path_below(paths[parent] if parent else "", thread.number)
        generations[entry.post] = generations.get(parent, -1) + 1
        rows.append((generations[entry.post], parent, _row(
            entry, thread, authors[entry.author], paths[entry.post])))
    rows.sort(key=lambda row: row[0])
    for _generation, together in groupby(rows, key=lambda row: row[0]):
        some = [row | {"parent_id": ids.get(parent)} for _, parent, row in together]
        made = db.session.scalars(
            insert(Post).returning(Post.id, sort_by_parameter_order=True), some)
        ids |= zip((row["external_id"] for row in some), made, strict=True)
    return ids


def _places(posts: Iterable[str]) -> tuple[dict[str, int], dict[str, str]]:
    """Ids and paths of posts that are there already."""
    query = select(Post.external_id, Post.id, Post.path).where(Post.external_id.in_(posts))
    found = db.session.execute(query).all()
    return {name: post_id for name, post_id, _ in found}, {name: path for name, _, path in found}


def _row(entry: Entry, thread: Thread, author_id: int, path: str) -> dict[str, Any]:
    whole = entry.whole and keep_file(
        None, name=f"{slug(entry.title)}-{thread.number}.txt", media_type="text/plain",
        content=entry.whole.encode())
    return {
        "topic_id": thread.id, "author_id": author_id, "number": thread.number, "path": path,
        "depth": depth_of(path), "language": entry.language, "source": entry.source,
        "html": entry.html, "created_at": entry.date, "external_id": entry.post,
        "whole_text_id": whole.id if whole else None,
    }


def _solve(entries: Iterable[Entry], threads: dict[str, Thread], ids: dict[str, int]) -> None:
    """Keep the accepted answers: one for each topic, the first that the file names."""
    solved = []
    for entry in entries:
        thread = threads[entry.thread]
        if entry.is_accepted and not thread.is_solved and entry.post != thread.opening:
            thread.is_solved = True
            solved.append({"id": thread.id, "kind": "question", "solved_at": entry.date,
                           "accepted_post_id": ids[entry.post]})
    if solved:
        db.session.execute(update(Topic), solved)
