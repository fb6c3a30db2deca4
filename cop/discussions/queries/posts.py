"""Reads posts: one, and pages of a topic as a tree or in order of time."""
from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload, lazyload, load_only

from cop.base.db import db, one
from cop.base.errors import NotFound
from cop.base.paging import Page
from cop.discussions.models.topics import Post, Topic
from cop.discussions.pages import POSTS_ON_PAGE, page_with, size_of_page
from cop.discussions.policy import visible_posts
from cop.discussions.tree import MOST
from cop.people.models import Person, Reader

VIEWS = ("tree", "flat")


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


def count_posts(reader: Reader) -> int:
    query = select(func.count(Post.id)).where(visible_posts(reader), Post.deleted_at.is_(None))
    return db.session.scalar(query) or 0


def _posts(reader: Reader) -> Select[tuple[Post]]:
    """Posts with their author, who edited them, their whole text, and whom they answer."""
    named = (load_only(Person.name, Person.profile_is_public), lazyload(Person.organisation))
    answered = joinedload(Post.parent).options(
        load_only(Post.number, Post.author_id), joinedload(Post.author).options(*named))
    return select(Post).where(visible_posts(reader)).options(
        joinedload(Post.author), joinedload(Post.edited_by).options(*named),
        joinedload(Post.whole_text), joinedload(Post.taken), answered)


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
