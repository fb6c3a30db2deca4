"""Everything that reads discussions. The reader comes first: what they may not see is not there."""
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import (
    InstrumentedAttribute,
    aliased,
    joinedload,
    lazyload,
    load_only,
    selectinload,
)

from cop.base.db import db, one
from cop.base.errors import NotFound
from cop.base.paging import Page, page
from cop.discussions.models import Post, Topic, TopicRegion, TopicTheme
from cop.discussions.pages import POSTS_ON_PAGE, page_with, size_of_page
from cop.discussions.policy import visible_posts, visible_topics
from cop.discussions.tree import MOST
from cop.people.models import Person, Reader
from cop.spaces.models import Space
from cop.vocabulary.lists import THEMES

VIEWS = ("tree", "flat")


def get_topic(reader: Reader, topic_id: int) -> Topic:
    """A topic with all that its page says about it."""
    query = _topics(reader).where(Topic.id == topic_id).options(
        joinedload(Topic.region_rows), joinedload(Topic.theme_rows),
        joinedload(Topic.accepted_post).joinedload(Post.author))
    topic = db.session.scalars(query).unique().one_or_none()
    if topic is None:
        raise NotFound
    return topic


def list_topics(reader: Reader, *, space: Space | None = None, author: Person | None = None,
                kind: str = "", unanswered: bool = False, solved: bool | None = None,
                region: str = "", theme: str = "", after: str = "", size: int = 20,
                with_codes: bool = False) -> Page[Topic]:
    """Topics, those last written in first. A region or theme includes what is below it.

    `with_codes` reads the regions and themes of all of them at once, for who shows them.
    """
    wanted = _wanted(space=space, author=author, kind=kind, unanswered=unanswered, solved=solved,
                     region=region, theme=theme)
    query = _topics(reader).where(*wanted)
    if with_codes:
        query = query.options(selectinload(Topic.region_rows), selectinload(Topic.theme_rows))
    return page(query, by=(Topic.last_post_at, Topic.id), after=after, size=size)


def list_recent_topics(reader: Reader, *, limit: int = 10) -> Sequence[Topic]:
    return list_topics(reader, size=limit).items


def list_open_questions(reader: Reader, *, region: str = "", theme: str = "",
                        since: datetime | None = None, limit: int = 10) -> Sequence[Topic]:
    """Questions without an accepted answer, the newest first; locked ones wait for nobody."""
    query = _topics(reader).where(
        *_wanted(solved=False, region=region, theme=theme), Topic.locked_at.is_(None))
    if since:
        query = query.where(Topic.created_at >= since)
    return db.session.scalars(
        query.order_by(Topic.created_at.desc(), Topic.id.desc()).limit(limit)).all()


def count_topics(reader: Reader, *, space: Space | None = None, solved: bool | None = None) -> int:
    """How many topics there are: all, or the solved or the open questions."""
    query = select(func.count(Topic.id)).where(visible_topics(reader))
    return db.session.scalar(query.where(*_wanted(space=space, solved=solved))) or 0


def count_posts(reader: Reader) -> int:
    query = select(func.count(Post.id)).where(visible_posts(reader), Post.deleted_at.is_(None))
    return db.session.scalar(query) or 0


def about_region(code: str) -> ColumnElement[bool]:
    """Topics about a region or one inside it: codes contain their parents'."""
    return Topic.region_rows.any((TopicRegion.code >= code) & (TopicRegion.code < code + "~"))


def about_theme(code: str) -> ColumnElement[bool]:
    """Topics about a theme or one below it."""
    below = [term.code for term in THEMES.descendants(code)]
    return Topic.theme_rows.any(TopicTheme.code.in_([code, *below]))


def get_post(reader: Reader, post_id: int) -> Post:
    query = _posts(reader).where(Post.id == post_id)
    return one(query.options(joinedload(Post.topic)))


def find_post_of(reader: Reader, topic: Topic, post_id: int | None) -> Post | None:
    """A post of this topic that can be answered or accepted; none for a wrong or deleted one."""
    if not post_id or not 0 < post_id < 2**31:
        return None
    query = _posts(reader).where(Post.id == post_id, Post.topic_id == topic.id)
    return db.session.scalars(query.where(Post.deleted_at.is_(None))).one_or_none()


def get_post_of(reader: Reader, topic: Topic, post_id: int | None) -> Post:
    """The same, or NotFound."""
    post = find_post_of(reader, topic, post_id)
    if post is None:
        raise NotFound
    return post


def posts_as_tree(reader: Reader, topic: Topic, after: int = 0) -> Page[Post]:
    """A page of a topic, each post followed by the answers to it. `after` is a post's number."""
    return _page_of_posts(reader, topic, Post.path, after, first="")


def posts_in_order(reader: Reader, topic: Topic, after: int = 0) -> Page[Post]:
    """A page of a topic in the order of time."""
    return _page_of_posts(reader, topic, Post.number, after, first=0)


def find_page(reader: Reader, post: Post, view: str) -> int:
    """The `after` of the page on which a post stands when its topic is read in this view."""
    order = Post.number if view == "flat" else Post.path
    lengths = select(Post.number, func.length(Post.html)).where(
        Post.topic_id == post.topic_id, visible_posts(reader)).order_by(order)
    return page_with(post.number, [tuple(row) for row in db.session.execute(lengths)])


def list_openings(reader: Reader, topics: Sequence[Topic]) -> dict[int, Post]:
    """The opening post of each of these topics, by the topic's id."""
    query = _posts(reader).where(Post.topic_id.in_([t.id for t in topics]), Post.number == 1)
    return {post.topic_id: post for post in db.session.scalars(query)}


def _topics(reader: Reader) -> Select[tuple[Topic]]:
    return select(Topic).where(visible_topics(reader)).options(joinedload(Topic.author))


def _posts(reader: Reader) -> Select[tuple[Post]]:
    """Posts with their author, their whole text, and whom they answer."""
    answered = joinedload(Post.parent).options(
        load_only(Post.number, Post.author_id),
        joinedload(Post.author).options(
            load_only(Person.name, Person.profile_is_public), lazyload(Person.organisation)))
    return select(Post).where(visible_posts(reader)).options(
        joinedload(Post.author), joinedload(Post.whole_text), answered)


def _page_of_posts(reader: Reader, topic: Topic, order: InstrumentedAttribute, after: int, *,
                   first: int | str) -> Page[Post]:
    query = _posts(reader).where(Post.topic_id == topic.id)
    if 0 < after < MOST:
        last = aliased(Post)
        here = select(getattr(last, order.key)).where(
            last.topic_id == topic.id, last.number == after).scalar_subquery()
        query = query.where(order > func.coalesce(here, first))
    posts = db.session.scalars(query.order_by(order).limit(POSTS_ON_PAGE + 1)).all()
    size = size_of_page(len(post.html) for post in posts)
    return Page(posts[:size], str(posts[size - 1].number) if size < len(posts) else "")


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
        yield Topic.post_count == 1
    if solved is not None:
        yield Topic.accepted_post_id.is_not(None) if solved else Topic.accepted_post_id.is_(None)
    if region:
        yield about_region(region)
    if theme:
        yield about_theme(theme)
