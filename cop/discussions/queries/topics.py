"""Reads topics: one, lists of them, how many. Their posts are read in `posts.py`."""
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy import case as sql_case
from sqlalchemy.orm import (
    RelationshipProperty,
    aliased,
    joinedload,
    lazyload,
    load_only,
    raiseload,
    selectinload,
)
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.base import ExecutableOption

from cop.base.clock import now
from cop.base.db import db
from cop.base.errors import NotFound
from cop.base.paging import Page, page
from cop.base.prepared import prepared
from cop.discussions.models.notes import TopicNote
from cop.discussions.models.topics import Post, Topic, TopicRegion, TopicTheme
from cop.discussions.policy import own_drafts, visible_posts, visible_topics
from cop.discussions.queries import news
from cop.discussions.queries.following import list_followed_themes
from cop.people.models import Person, Reader
from cop.spaces.models import Space
from cop.vocabulary.lists import THEMES

#: How a list can be sorted: columns that together tell topics apart.
SORTS = {
    "latest": (Topic.last_post_at, Topic.id),
    "newest": (Topic.created_at, Topic.id),
    "replies": (Topic.post_count, Topic.id),
}

#: So many topics are put in order as soon as it is asked whether they must be.
FEW_TO_SORT = 200
#: Of so many that are filed under something, each is looked at.
FEW_TO_FIND = 1000

_parts: dict[Callable[[Reader], ExecutableOption], str] = {}


@dataclass(frozen=True)
class Topics(Page[Topic]):
    """A page of topics. `unread`: how many posts are new for the reader, by the topic's id."""

    unread: Mapping[int, int] = field(default_factory=dict)


def read_with_topic(part: Callable[[Reader], ExecutableOption], name: str) -> None:
    """Let what a higher feature adds to a topic be read with it, for its page, as the attribute
    of this name. Called once by each feature, in `create_app`."""
    _parts[part] = name


def is_plain(topic: Topic) -> bool:
    """Has nothing beside its posts that some readers see and others do not, nor the reader it was
    read for a draft in it?"""
    return not (topic.is_waiting or topic.poll or topic.notes or topic.subject_kind or topic.drafts
                or any(getattr(topic, name) for name in _parts.values()))


def get_topic(reader: Reader, topic_id: int) -> Topic:
    """A topic with all that its page says about it, and what the reader began to answer; of one
    that was merged, the one it is in."""
    row = db.session.execute(*_of_page(reader, topic_id=topic_id)).unique().one_or_none()
    if row is None:
        raise NotFound
    topic, *has = row
    _read_beside(reader, topic, tuple(name for name, is_there in zip(
        _beside(), has, strict=True) if is_there))
    return topic


def _read_beside(reader: Reader, topic: Topic, names: tuple[str, ...]) -> None:
    """What few topics have is read where there is some: to join it all took longer for each topic
    than what most have."""
    for name in _beside().keys() - set(names):
        what = getattr(Topic, name).property
        set_committed_value(topic, name, [] if what.uselist else None)
    if names:
        db.session.scalars(*_what_is_beside(reader, *names, topic_id=topic.id)).unique().one()


def get_topic_to_answer(reader: Reader, topic_id: int, post_id: int | None) -> Topic:
    """The topic somebody answers in, without what its page says about it; where the post they
    answer was split off, that topic."""
    topic = db.session.scalars(*_to_answer(reader, topic_id=topic_id)).one_or_none()
    if topic is None:
        raise NotFound
    there = post_id and 0 < post_id < 2**31 and db.session.scalar(
        *_split_off_to(reader, topic_id=topic.id, post_id=post_id))
    return get_topic_to_answer(reader, there, None) if there else topic


def list_topics(reader: Reader, *, space: Space | None = None, author: Person | None = None,
                kind: str = "", unanswered: bool = False, solved: bool | None = None,
                region: str = "", theme: str = "", new: bool = False, after: str = "",
                size: int = 20, sort: str = "latest", archived: bool = False,
                pinned_first: bool = False, with_codes: bool = False,
                with_unread: bool = False) -> Topics:
    """Topics, those last written in first. A region or theme includes what is below it.

    `new`: only what is new for the reader. `archived`: those that were put away, and no others.
    `pinned_first`: as the list of a space. `with_codes` reads the regions and themes of all of
    them at once, `with_unread` how many posts of each are new, for who shows them.
    """
    wanted = _wanted(space=space, author=author, kind=kind, unanswered=unanswered, solved=solved,
                     region=region, theme=theme)
    query = _topics(reader).where(*wanted, is_archived() if archived else ~is_archived())
    if with_codes:
        query = query.options(selectinload(Topic.region_rows), selectinload(Topic.theme_rows))
    by = SORTS[sort]
    if pinned_first:
        by = (_pinned_first(space), *by)
    if reader.id is None or not (new or with_unread):
        return Topics(**vars(page(query, by=by, after=after, size=size)))
    themes = list_followed_themes(reader)
    if new:
        query = query.where(news.is_new(reader, themes))
    query = query.add_columns(news.unread(reader, themes))
    found = page(query, by=by, after=after, size=size)
    unread = {topic.id: count for topic, (count,) in zip(found, found.beside, strict=True) if count}
    return Topics(found.items, found.next, unread=unread)


def list_topics_about(reader: Reader, kind: str, thing_id: int, *,
                      limit: int = 5) -> Sequence[Topic]:
    """Topics about a thing of a higher feature, those last written in first."""
    query = _topics(reader).where(
        Topic.subject_kind == kind, Topic.subject_id == thing_id, ~is_archived())
    return db.session.scalars(
        query.order_by(Topic.last_post_at.desc(), Topic.id.desc()).limit(limit)).all()


def count_topics(reader: Reader, *, space: Space | None = None, solved: bool | None = None) -> int:
    """How many topics there are: all, or the solved or the open questions."""
    query = select(func.count(Topic.id)).where(visible_topics(reader))
    return db.session.scalar(query.where(*_wanted(space=space, solved=solved))) or 0


def is_archived() -> ColumnElement[bool]:
    return Topic.archived_at.is_not(None)


def is_pinned() -> ColumnElement[bool]:
    still = or_(Topic.pinned_until.is_(None), Topic.pinned_until >= now().date())
    return Topic.pinned_at.is_not(None) & still


def _pinned_first(space: Space | None) -> ColumnElement[int]:
    """What to sort by first. Where many topics are and none is pinned, it is the same for all: then
    the others need not be put in order to show a few."""
    here = [Topic.space_id == space.id] if space else []
    many = space is None or space.topic_count > FEW_TO_SORT
    if many and not db.session.scalar(select(exists().where(is_pinned(), *here))):
        return literal(0)
    return sql_case((is_pinned(), 1), else_=0)


def about_region(code: str) -> ColumnElement[bool]:
    """Topics about a region or one inside it: codes contain their parents'."""
    return Topic.region_rows.any(_inside(code))


def about_theme(code: str) -> ColumnElement[bool]:
    """Topics about a theme or one below it."""
    return Topic.theme_rows.any(_below(code))


def _inside(region: str) -> ColumnElement[bool]:
    return (TopicRegion.code >= region) & (TopicRegion.code < region + "~")


def _below(theme: str) -> ColumnElement[bool]:
    below = [term.code for term in THEMES.descendants(theme)]
    return TopicTheme.code.in_([theme, *below])


@prepared
def _to_answer(reader: Reader) -> Select[tuple[Topic]]:
    """Drafts of others are never read with it, not even by mistake."""
    return select(Topic).where(
        visible_topics(reader), Topic.id == _where_it_is(bindparam("topic_id"))).options(
        raiseload(Topic.drafts))


@prepared
def _split_off_to(reader: Reader) -> Select[tuple[int]]:
    """The topic in which a post is now, if it was split off from this one."""
    split_off = select(TopicNote.other_id).where(
        TopicNote.topic_id == bindparam("topic_id"), TopicNote.kind == "split_off")
    return select(Post.topic_id).where(
        Post.id == bindparam("post_id"), Post.topic_id.in_(split_off), visible_posts(reader))


@prepared
def _of_page(reader: Reader) -> Select[tuple[Topic, *tuple[bool, ...]]]:
    """The topic, and of each that few have whether it has some."""
    columns = [part(reader) for part, name in _parts.items() if not _is_related(name)]
    return select(Topic, *(_has(reader, name) for name in _beside())).where(
        visible_topics(reader), Topic.id == _where_it_is(bindparam("topic_id"))).options(
        joinedload(Topic.region_rows), joinedload(Topic.theme_rows), *columns)


@prepared
def _what_is_beside(reader: Reader, *names: str) -> Select[tuple[Topic]]:
    return select(Topic).where(Topic.id == bindparam("topic_id")).options(
        load_only(Topic.id), lazyload(Topic.space), *(_beside()[name](reader) for name in names))


def _beside() -> dict[str, Callable[[Reader], ExecutableOption]]:
    """What few topics have, by its name, and how it is read with one."""
    return {
        "notes": _notes, "poll": lambda _reader: joinedload(Topic.poll),
        "drafts": lambda reader: joinedload(Topic.drafts.and_(own_drafts(reader))),
        **{name: part for part, name in _parts.items() if _is_related(name)}}


def _is_related(name: str) -> bool:
    """A column is read with any topic."""
    return isinstance(getattr(Topic, name).property, RelationshipProperty)


def _has(reader: Reader, name: str) -> ColumnElement[bool]:
    what = getattr(Topic, name)
    if name == "drafts":
        return what.any(own_drafts(reader))
    return what.any() if what.property.uselist else what.has()


def _notes(_reader: Reader) -> ExecutableOption:
    return joinedload(Topic.notes).options(
        joinedload(TopicNote.space),
        joinedload(TopicNote.other).joinedload(Topic.space, innerjoin=False))


def _where_it_is(topic_id: ColumnElement[int]) -> ScalarSelect[int]:
    asked = aliased(Topic)
    here = func.coalesce(asked.merged_into_id, asked.id)
    return select(here).where(asked.id == topic_id).scalar_subquery()


def _topics(reader: Reader) -> Select[tuple[Topic]]:
    return select(Topic).where(visible_topics(reader)).options(joinedload(Topic.author))


def _wanted(*, space: Space | None = None, author: Person | None = None, kind: str = "",
            unanswered: bool = False, solved: bool | None = None, region: str = "",
            theme: str = "") -> Iterator[ColumnElement[bool]]:
    if space:
        yield Topic.space_id == space.id
    if author:
        yield Topic.author_id == author.id
    if kind or solved is not None:
        yield Topic.kind == (kind or "question")
    if unanswered:
        yield Topic.post_count == literal_column("1")
    if solved is not None:
        yield Topic.accepted_post_id.is_not(None) if solved else Topic.accepted_post_id.is_(None)
    if region:
        yield _among_few(about_region(region), TopicRegion.topic_id, _inside(region))
    if theme:
        yield _among_few(about_theme(theme), TopicTheme.topic_id, _below(theme))


def _among_few(wanted: ColumnElement[bool], topic_id: Any,
               filed: ColumnElement[bool]) -> ColumnElement[bool]:
    """Where few topics are filed so, look at those; where many are, go through all in their order:
    the first ones are soon there."""
    first = select(topic_id).where(filed).limit(FEW_TO_FIND + 1).subquery()
    if (db.session.scalar(select(func.count()).select_from(first)) or 0) > FEW_TO_FIND:
        return wanted
    return Topic.id.in_(select(topic_id).where(filed))
