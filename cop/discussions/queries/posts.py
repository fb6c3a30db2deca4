"""Reads posts: one, and pages of a topic as a tree or in order of time."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    bindparam,
    case,
    exists,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.orm import (
    InstrumentedAttribute,
    aliased,
    joinedload,
    lazyload,
    load_only,
    selectinload,
)
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.base import ExecutableOption

from cop.base.db import ByteOrdered, db, one
from cop.base.errors import NotFound
from cop.base.paging import Page
from cop.base.prepared import prepared
from cop.discussions.models.topics import Post, Topic
from cop.discussions.pages import POSTS_ON_PAGE, begin_of_page_with, size_of_page
from cop.discussions.policy import visible_posts
from cop.discussions.tree import LEVELS, MOST, depth_of, number_of, top_of_page
from cop.people.models import Organisation, Person, Reader

VIEWS = ("tree", "flat")
#: Values of prepared statements: the topic that is read, the post on top of a branch, and the post
#: where a page begins or ends (by their numbers in the topic).
TOPIC, TOP, PLACE = (bindparam(name, type_=Integer) for name in ("topic_id", "top", "place"))
#: More of what came in between than this is read in the topic.
MOST_BETWEEN = 5


@dataclass(frozen=True)
class Posts(Page[Post]):
    """A page of a topic. `deeper`: how many answers below a post, by its id, are too deep for it;
    `next` and `previous` are numbers of posts. `some_wait`: in this topic, seen by their authors
    alone."""

    deeper: Mapping[int, int] = field(default_factory=dict)
    some_wait: bool = False


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


def find_numbered(reader: Reader, topic: Topic, number: int) -> Post | None:
    """The post of a topic that has this number."""
    if not 0 < number < MOST:
        return None
    query = _posts(reader).where(Post.topic_id == topic.id, Post.number == number)
    return db.session.scalars(query).one_or_none()


def posts_as_tree(reader: Reader, topic: Topic, after: int = 0, *, before: int = 0,
                  top: int = 0) -> Posts:
    """A page of a topic, each post followed by the answers to it, as deep as a page shows them.

    `after` and `before` are numbers of posts; `before=MOST` is the last page. `top`: only the
    branch below the post with this number, itself included.
    """
    return _page_of_posts(reader, topic, "tree", after, before, top=top)


def posts_in_order(reader: Reader, topic: Topic, after: int = 0, *, before: int = 0,
                   top: int = 0) -> Posts:
    """A page of a topic in the order of time; the same arguments."""
    return _page_of_posts(reader, topic, "flat", after, before, top=top)


def find_place(reader: Reader, post: Post, view: str) -> dict[str, int]:
    """Which page shows a post when its topic is read in this view: `branch` and `after`, or
    neither for the first page. Reads a page's worth of posts, however long the topic is."""
    above = top_of_page(post.path)
    top = 1 if view == "flat" else number_of(above)
    rows = db.session.execute(*_up_to(
        reader, view, topic_id=post.topic_id, place=post.number, above=above, path=post.path,
        depth=depth_of(above)))
    after = begin_of_page_with([tuple(row) for row in rows])
    place = {"branch": top if top > 1 else 0, "after": after}
    return {name: number for name, number in place.items() if number}


@prepared
def _up_to(reader: Reader, view: str) -> Select[tuple[int, int]]:
    """The numbers and lengths of a page's worth of posts up to one of them, the nearest first: in
    the tree of those below a path that are not too deep."""
    here = select(Post.number, func.length(Post.html)).where(
        Post.topic_id == TOPIC, visible_posts(reader)).limit(POSTS_ON_PAGE + 1)
    if view == "flat":
        return here.where(Post.number <= PLACE).order_by(Post.number.desc())
    return here.where(
        Post.path >= bindparam("above", type_=ByteOrdered),
        Post.path <= bindparam("path", type_=ByteOrdered),
        _shown_below(bindparam("depth", type_=Integer))).order_by(Post.path.desc())


def list_between(reader: Person, topic: Topic, parent: Post | None,
                 seen: int | None) -> Sequence[Post]:
    """What others answered since post number `seen` was the last: to this post, where one is
    answered, else anywhere in the topic."""
    if seen is None or seen >= topic.last_number:
        return []
    query = _posts(reader).where(
        Post.topic_id == topic.id, Post.number > seen, Post.deleted_at.is_(None),
        Post.author_id != reader.id)
    if parent and parent.number != 1:
        query = query.where(Post.parent_id == parent.id)
    return db.session.scalars(query.order_by(Post.number).limit(MOST_BETWEEN)).all()


def list_openings(reader: Reader, topics: Sequence[Topic]) -> dict[int, Post]:
    """The opening post of each of these topics, by the topic's id."""
    query = _posts(reader).where(Post.topic_id.in_([t.id for t in topics]), Post.number == 1)
    query = query.options(selectinload(Post.attachments))
    return {post.topic_id: post for post in db.session.scalars(query)}


def _posts(reader: Reader) -> Select[tuple[Post]]:
    """Posts with their author, who edited them, their whole text, and whom they answer; of people,
    what is shown beside a post."""
    answered = joinedload(Post.parent).options(
        load_only(Post.number, Post.author_id), joinedload(Post.author).options(*_named()))
    return select(Post).where(visible_posts(reader)).options(_author(), *_few_have(), answered)


def _author() -> ExecutableOption:
    return joinedload(Post.author).options(
        load_only(Person.name, Person.profile_is_public, Person.active, Person.confirmed_at,
                  Person.organisation_id, Person.organisation_proof),
        joinedload(Person.organisation).load_only(Organisation.name))


def _few_have() -> tuple[ExecutableOption, ...]:
    return joinedload(Post.edited_by).options(*_named()), joinedload(Post.whole_text), joinedload(
        Post.taken)


def _named() -> tuple[ExecutableOption, ...]:
    return load_only(Person.name, Person.profile_is_public), lazyload(Person.organisation)


@prepared
def _part(reader: Reader, view: str, branch: bool, place: bool,
          backward: bool) -> Select[tuple[Post, int, bool, bool]]:
    """Posts of a topic, or of the branch below one of them, itself included; how many answers
    below each are too deep for the page, whether some wait in the topic, and whether the post has
    files. In the tree what is too deep is left out.

    `place`: those after a post, `backward` those before one (or the end), the nearest first.
    """
    query = select(Post).where(Post.topic_id == TOPIC, visible_posts(reader)).options(_author())
    if branch:
        path = _of_post(Post.path, TOP)
        query = query.where(Post.path >= path, Post.path < path + "~")
    order, deeper = Post.number, literal(0)
    if view == "tree":
        depth = _of_post(Post.depth, TOP) if branch else literal(0)
        order, deeper = Post.path, case((Post.depth == depth + LEVELS, _count_below()), else_=0)
        query = query.where(_shown_below(depth))
    if place:
        here = PLACE if view == "flat" else func.coalesce(
            _of_post(Post.path, PLACE), "~" if backward else "")
        query = query.where(order < here if backward else order > here)
    query = query.order_by(order.desc() if backward else order)
    return query.add_columns(deeper, _some_wait(), Post.attachments.any()).limit(
        POSTS_ON_PAGE + 1)


@prepared
def _of_ids(_reader: Reader) -> Select[tuple[Post]]:
    """These posts, with what few have."""
    return select(Post).where(Post.id.in_(bindparam("posts", expanding=True))).options(
        _author(), *_few_have(), joinedload(Post.attachments))


def _some_wait() -> ColumnElement[bool]:
    other, waits = aliased(Post), literal_column("'waits'")  # as the index has it
    return select(exists().where(other.topic_id == TOPIC, other.withheld == waits)
                  ).scalar_subquery()


def _shown_below(depth: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Posts that are not too deep for a page with a post of this depth on its top."""
    return Post.depth <= depth + LEVELS


def _count_below() -> ColumnElement[int]:
    """How many answers there are below a post, those to answers included."""
    below = aliased(Post)
    return select(func.count(below.id)).where(
        below.topic_id == Post.topic_id, below.path > Post.path, below.path < Post.path + "~",
    ).correlate(Post).scalar_subquery()


def _page_of_posts(reader: Reader, topic: Topic, view: str, after: int, before: int, *,
                   top: int) -> Posts:
    """A page forward from `after`, or backward from `before`, of posts and what is below them."""
    after = after if 0 < after < MOST else 0
    place = before or after
    statement, values = _part(reader, view, bool(top), 0 < place < MOST, bool(before),
                              topic_id=topic.id, top=top, place=place)
    rows = db.session.execute(statement, values).all()
    size = size_of_page(len(row[0].html) for row in rows)
    posts, more = [row[0] for row in rows[:size]], size < len(rows)
    _read_beside(reader, topic, posts, {row[0].id for row in rows if row[3]})
    ends = (before < MOST, more) if before else (more, after > 0)
    deeper = {row[0].id: row[1] for row in rows if row[1]}
    found = _turned(posts[::-1] if before else posts, *ends, deeper)
    return replace(found, some_wait=any(row[2] for row in rows))


def _read_beside(reader: Reader, topic: Topic, posts: list[Post], with_files: set[int]) -> None:
    """What few posts have, and posts from other pages that are named on this one: read where there
    is some. To join it all took longer for each page than all else that is read of it."""
    has_more = {post.id for post in posts if post.id in with_files or _has_more(post)}
    known = {post.id: post for post in posts}
    named = {post.parent_id for post in posts} | {topic.accepted_post_id}
    if wanted := sorted(has_more | named - {None} - known.keys()):
        known |= {post.id: post for post in
                  db.session.scalars(*_of_ids(reader, posts=wanted)).unique()}
    set_committed_value(topic, "accepted_post", known.get(topic.accepted_post_id))
    for post in posts:
        set_committed_value(post, "parent", known.get(post.parent_id))
        if post.id not in has_more:
            set_committed_value(post, "attachments", [])
            set_committed_value(post, "taken", None)


def _has_more(post: Post) -> bool:
    return bool(post.deleted_at or post.whole_text_id or post.edited_by_id)


def _turned(posts: list[Post], goes_on: bool, goes_back: bool, deeper: dict[int, int]) -> Posts:
    if not posts:
        return Posts([])
    return Posts(posts, next=str(posts[-1].number) if goes_on else "",
                 previous=str(posts[0].number) if goes_back else "", deeper=deeper)


def _of_post(column: InstrumentedAttribute, number: ColumnElement[int]) -> ColumnElement:
    """A column of the post of the topic that has this number."""
    other = aliased(Post)
    return select(getattr(other, column.key)).where(
        other.topic_id == TOPIC, other.number == number).scalar_subquery()
