"""Reads of the inbox: lines that stand for one notice or for several of the same."""
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Subquery, case, distinct, func, literal, select, union_all
from sqlalchemy.orm import joinedload

from cop.base.db import db, one
from cop.base.paging import Page, page
from cop.cases.models.cases import Case
from cop.cases.models.quotations import Quotation
from cop.discussions.models.topics import Post, Topic
from cop.notifications.kinds import KINDS, kinds_of
from cop.notifications.models import Notice
from cop.notifications.policy import visible_notices
from cop.people.models import Person, Visitor
from cop.search.models.saved import SavedSearch
from cop.spaces.models import Space


@dataclass(frozen=True)
class Line:
    """The last notice of its bundle, with the title of what it is about and the language of that
    title; `slug` is the last part of the address of a space.

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

    @property
    def sentence(self) -> str:
        """In the language in force."""
        actor = self.notice.actor
        return KINDS[self.notice.kind].sentence(actor.name if actor else "", self.people)


def list_lines(reader: Person, *, subject: str = "", unread: str = "",
               after: str = "") -> Page[Line]:
    """The inbox, newest first, of one subject or unread ones only where that is asked; two
    queries whatever its length."""
    lines = _bundles(reader, *_asked(subject, unread))
    query = select(Notice, lines.c.people, lines.c.count, lines.c.target_id, lines.c.unread)
    query = query.join(lines, lines.c.last_id == Notice.id).options(joinedload(Notice.actor))
    found = page(query, by=[Notice.id], after=after)
    named = _name_targets(found.items)
    rows = zip(found.items, found.beside, strict=True)
    return Page([Line(notice, *numbers[:3], numbers[3] > 0,
                      *named[notice.target_kind, notice.target_id])
                 for notice, numbers in rows], found.next)


def get_notice(reader: Person, notice_id: int) -> Notice:
    return one(select(Notice).where(Notice.id == notice_id, visible_notices(reader)))


def count_unread(reader: Person | Visitor) -> int:
    """How many lines of the inbox hold something unread."""
    if not reader.is_signed_in:
        return 0
    query = select(func.count(distinct(Notice.bundle)))
    return db.session.scalar(query.where(visible_notices(reader), Notice.read_at.is_(None))) or 0


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


def _asked(subject: str, unread: str) -> list[ColumnElement[bool]]:
    wanted = [Notice.kind.in_(kinds_of(subject))] if subject else []
    return [*wanted, Notice.read_at.is_(None)] if unread else wanted


def _bundles(reader: Person, *asked: ColumnElement[bool]) -> Subquery:
    unread = Notice.read_at.is_(None)
    first = func.coalesce(func.min(case((unread, Notice.target_id))), func.min(Notice.target_id))
    return select(
        func.max(Notice.id).label("last_id"),
        func.count(distinct(Notice.actor_id)).label("people"),
        func.count(Notice.id).label("count"), first.label("target_id"),
        func.count(case((unread, 1))).label("unread"),
    ).where(visible_notices(reader), *asked).group_by(Notice.bundle).subquery()


def _name_targets(notices: Sequence[Notice]) -> dict[tuple[str, int], tuple[str, str, str]]:
    """(kind, id) → title, its language, and of a space its slug."""
    posts = [n.target_id for n in notices if n.target_kind == "post"]
    cases = [n.target_id for n in notices if n.target_kind == "case"]
    spaces = [n.target_id for n in notices if n.target_kind == "space"]
    about_posts = select(literal("post"), Post.id, Topic.title, Topic.language, literal("")).join(
        Topic, Topic.id == Post.topic_id).where(Post.id.in_(posts))
    about_cases = select(literal("case"), Case.id, Case.title, Case.language, literal("")).where(
        Case.id.in_(cases))
    about_spaces = select(literal("space"), Space.id, Space.name, Space.language, Space.slug).where(
        Space.id.in_(spaces))
    about_searches = select(
        literal("search"), SavedSearch.id, SavedSearch.name, literal(""), literal("")).where(
        SavedSearch.id.in_(n.target_id for n in notices if n.target_kind == "search"))
    about_quotations = select(
        literal("quotation"), Quotation.id, Topic.title, Topic.language, literal("")).join(
        Post, Post.id == Quotation.post_id).join(Topic, Topic.id == Post.topic_id).where(
        Quotation.id.in_(n.target_id for n in notices if n.target_kind == "quotation"))
    rows = db.session.execute(union_all(
        about_posts, about_cases, about_spaces, about_searches, about_quotations))
    return {(kind, row_id): tuple(named) for kind, row_id, *named in rows}
