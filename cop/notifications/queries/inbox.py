"""Reads of the inbox: lines that stand for one notice or for several of the same."""
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    case,
    distinct,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import joinedload

from cop.base.db import db, one
from cop.base.paging import Page, page
from cop.base.prepared import prepared
from cop.cases.models.cases import Case
from cop.cases.models.quotations import Quotation
from cop.digests.models import Digest
from cop.digests.words import title_of
from cop.discussions.models.topics import Post, Topic
from cop.notifications.kinds import KINDS, kinds_of
from cop.notifications.models import Notice
from cop.notifications.policy import TARGETS, visible_notices, visible_post_notices
from cop.people.models import Person, Visitor
from cop.search.models.saved import SavedSearch
from cop.spaces.models import Space


@dataclass(frozen=True)
class Line:
    """The last notice of its bundle, with the title of what it is about and the language of that
    title; `slug` is the last part of the address of a space, `topic_id` where a post stands.

    `people` did it, `count` times; `target_id` is the first of the things one has not read.
    """

    notice: Notice
    people: int
    count: int
    target_id: int
    is_unread: bool
    title: str
    language: str
    slug: str
    topic_id: int

    @property
    def sentence(self) -> str:
        """In the language in force."""
        actor = self.notice.actor
        return KINDS[self.notice.kind].sentence(actor.name if actor else "", self.people)


def list_lines(reader: Person, *, subject: str = "", unread: str = "",
               after: str = "") -> Page[Line]:
    """The inbox, newest first, of one subject or unread ones only where that is asked; two
    queries whatever its length."""
    found = page(_lines(reader, *_asked(subject, unread)), by=[Notice.id], after=after)
    return Page(_named(found.items, found.beside), found.next)


def list_lines_where(reader: Person, *conditions: ColumnElement[bool],
                     most: int = 20) -> list[Line]:
    """The newest lines of such notices, of those that their reader may still see."""
    rows = db.session.execute(
        _lines(reader, *conditions).order_by(Notice.id.desc()).limit(most)).all()
    return _named([row[0] for row in rows], [tuple(row[1:]) for row in rows])


def get_notice(reader: Person, notice_id: int) -> Notice:
    return one(select(Notice).where(Notice.id == notice_id, visible_notices(reader)))


def count_unread(reader: Person | Visitor) -> int:
    """How many lines of the inbox hold something unread."""
    if not reader.is_signed_in or not reader.has_unread:
        return 0
    return db.session.scalar(*_unread(reader)) or 0


def list_told(key: str, people: Collection[int]) -> set[int]:
    """Those of these people who know already."""
    return set(db.session.scalars(select(Notice.person_id).where(
        Notice.key == key, Notice.person_id.in_(people))))


def list_open_bundles(beginning: str, people: Collection[int]) -> dict[int, str]:
    """The bundles of these people that begin so and hold something unread, by person."""
    query = select(Notice.person_id, func.max(Notice.bundle)).where(
        Notice.person_id.in_(people), Notice.read_at.is_(None),
        Notice.bundle.startswith(beginning, autoescape=True)).group_by(Notice.person_id)
    return dict(db.session.execute(query).all())


@partial(prepared, by_roles=True)
def _unread(reader: Person) -> Select[tuple[int]]:
    query = select(func.count(distinct(Notice.bundle)))
    return query.where(visible_notices(reader), Notice.read_at.is_(None))


def _asked(subject: str, unread: str) -> list[ColumnElement[bool]]:
    wanted = [Notice.kind.in_(kinds_of(subject))] if subject else []
    return [*wanted, Notice.read_at.is_(None)] if unread else wanted


def list_lines_of_many(readers: Sequence[Person],
                       *conditions: ColumnElement[bool]) -> dict[int, list[Line]]:
    """Such lines of several people, the newest first. Those about posts come in two queries for
    all; who has others, or is the only one, is asked about one by one."""
    if len(readers) == 1:
        return {readers[0].id: list_lines_where(readers[0], *conditions)}
    having = set(db.session.execute(select(Notice.person_id, Notice.target_kind).where(
        Notice.person_id.in_([reader.id for reader in readers]), *conditions).distinct()))
    others = {who for who, kind in having if kind != "post"}
    found = {reader.id: list_lines_where(reader, *conditions)
             for reader in readers if reader.id in others}
    alike = {who for who, _ in having} - others
    if not alike:
        return found
    lines = _bundles(visible_post_notices(), Notice.person_id.in_(alike), *conditions)
    rows = db.session.execute(_with_notices(lines).order_by(Notice.id.desc())).all()
    for line in _named([row[0] for row in rows], [tuple(row[1:]) for row in rows]):
        found.setdefault(line.notice.person_id, []).append(line)
    return found


def _lines(reader: Person, *asked: ColumnElement[bool]) -> Select[Any]:
    return _with_notices(_bundles(visible_notices(reader), *asked))


def _with_notices(lines: Subquery) -> Select[Any]:
    query = select(Notice, lines.c.people, lines.c.count, lines.c.target_id, lines.c.unread)
    return query.join(lines, lines.c.last_id == Notice.id).options(joinedload(Notice.actor))


def _named(notices: Sequence[Notice], numbers: Sequence[tuple[Any, ...]]) -> list[Line]:
    named = _name_targets(notices)
    return [Line(notice, people, count, target_id, unread > 0,
                 *named[notice.target_kind, notice.target_id])
            for notice, (people, count, target_id, unread) in zip(notices, numbers, strict=True)]


def _bundles(*asked: ColumnElement[bool]) -> Subquery:
    unread = Notice.read_at.is_(None)
    first = func.coalesce(func.min(case((unread, Notice.target_id))), func.min(Notice.target_id))
    return select(
        func.max(Notice.id).label("last_id"),
        func.count(distinct(Notice.actor_id)).label("people"),
        func.count(Notice.id).label("count"), first.label("target_id"),
        func.count(case((unread, 1))).label("unread"),
    ).where(*asked).group_by(Notice.person_id, Notice.bundle).subquery()


def _name_targets(notices: Sequence[Notice]) -> dict[tuple[str, int], tuple[str, str, str, int]]:
    """(kind, id) → title, its language, of a space its slug, of a post its topic."""
    if not notices:
        return {}
    ids = {kind: [n.target_id for n in notices if n.target_kind == kind]
           for kind in ("post", "case", "space", "search", "quotation")}
    no_slug, no_topic = literal(""), literal(0)
    rows = db.session.execute(union_all(
        select(literal("post"), Post.id, Topic.title, Topic.language, no_slug, Topic.id).join(
            Topic, Topic.id == Post.topic_id).where(Post.id.in_(ids["post"])),
        select(literal("case"), Case.id, Case.title, Case.language, no_slug, no_topic).where(
            Case.id.in_(ids["case"])),
        select(literal("space"), Space.id, Space.name, Space.language, Space.slug, no_topic).where(
            Space.id.in_(ids["space"])),
        select(literal("search"), SavedSearch.id, SavedSearch.name, literal(""), no_slug,
               no_topic).where(SavedSearch.id.in_(ids["search"])),
        select(literal("quotation"), Quotation.id, Topic.title, Topic.language, no_slug,
               no_topic).join(Post, Post.id == Quotation.post_id).join(
            Topic, Topic.id == Post.topic_id).where(Quotation.id.in_(ids["quotation"])),
        *(select(literal(each.kind), each.table.id, each.title, literal(""), each.slug, no_topic)
          .where(each.table.id.in_([n.target_id for n in notices if n.target_kind == each.kind]))
          for each in TARGETS.values())))
    named = {(kind, row_id): tuple(rest) for kind, row_id, *rest in rows}
    if issues := [n.target_id for n in notices if n.target_kind == "digest"]:
        named |= {("digest", issue.id): (title_of(issue), "", "", 0) for issue in
                  db.session.scalars(select(Digest).where(Digest.id.in_(issues)))}
    return named
