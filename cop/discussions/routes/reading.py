"""URLs where discussions are read: lists, topics, permalinks, parts of other pages.

What is written stands in `writing.py`, what may be seen in `policy.py`.
"""
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for

from cop.base import revalidation
from cop.base.paging import Page
from cop.base.text import as_number
from cop.discussions import policy, shared_pages
from cop.discussions.forms import ReplyForm
from cop.discussions.models.topics import Post, Topic
from cop.discussions.parts import tell_all
from cop.discussions.queries import mentions as mention_queries
from cop.discussions.queries import order as order_queries
from cop.discussions.queries import posts as post_queries
from cop.discussions.queries import reading as reading_queries
from cop.discussions.queries import signs as sign_queries
from cop.discussions.queries import topics as topic_queries
from cop.discussions.queries.polls import Count, count_poll
from cop.discussions.routes.own import deeds, stands
from cop.discussions.routes.typed import preview, reply_form
from cop.discussions.service.reading import note_read, store_read
from cop.discussions.subjects import subject_of
from cop.discussions.tree import MOST, Branch, branches, depth_within
from cop.web.last_read import kept_as
from cop.web.page_cache import ForMembers, same_for_visitors, show
from cop.web.session import me, open_to_visitors
from cop.web.transaction import store_soon

bp = Blueprint("discussions", __name__)

#: What in an address says which page of a topic is read, and how.
PLACE = ("view", "after", "before", "page", "branch", "reply", "ui")


@bp.get("/topics/<int:topic_id>", defaults={"slug": ""})
@bp.get("/topics/<int:topic_id>-<slug>")
@kept_as("topic", "topic_id")
@same_for_visitors
@open_to_visitors
def show_topic(topic_id: int, slug: str) -> Any:
    kind = shared_pages.kind_of(me())
    many = ForMembers(kind, me().content_version) if kind else None
    return (many and _kept_page(many)) or _new_page(topic_id, slug, many)


@bp.get("/topics/<int:topic_id>/posts")
@open_to_visitors
def show_posts(topic_id: int) -> str:
    """Where the page of an answer that was not taken is opened anew."""
    topic = topic_queries.get_topic(me(), topic_id)
    return topic_page(topic, reply_form(topic))


@bp.get("/posts/<int:post_id>")
@open_to_visitors
def show_post(post_id: int) -> Response:
    return redirect(address_of_post(post_queries.get_post(me(), post_id)))


def topic_page(topic: Topic, form: ReplyForm) -> str:
    return _make_page(topic, form, reading_queries.get_standing(me(), topic))[0]


def _kept_page(many: ForMembers) -> str:
    """The page as it is kept for members like this one, if they may see the topic: nothing of it
    has changed since it was made, so that it need not be read."""
    kept = many.find()
    if kept is None or not (facts := kept.facts).are_seen_by(me()):
        return ""
    standing = reading_queries.standing_in(me(), facts.topic_id, facts.targets)
    if standing.has_draft:
        return ""
    stands(standing, facts.topic_id, facts.post_count, facts.own_posts(me()))
    _note_read(facts.topic_id, standing.unread_among(facts.numbers))
    return show(kept, deeds(kept.made_at, facts.group_of(me()), _where()))


def _new_page(topic_id: int, slug: str, many: ForMembers | None) -> Any:
    topic = topic_queries.get_topic(me(), topic_id)
    if (topic_id, slug) != (topic.id, topic.slug):
        return redirect(address(topic, **_where()), 301)
    with revalidation.apart():  # it is told in holes
        standing = reading_queries.get_standing(me(), topic)

    def make() -> tuple[str, shared_pages.Facts | None]:
        return _make_page(topic, reply_form(topic), standing)

    return many.make(make) if many else make()[0]


def _make_page(topic: Topic, form: ReplyForm,
               standing: reading_queries.Standing) -> tuple[str, shared_pages.Facts | None]:
    view, branch = _view(), _branch()
    posts, beside = _read(topic, form, view, branch)
    stands(standing, topic.id, topic.post_count)
    page = render_template(
        "discussions/topic.html", topic=topic, posts=posts, form=form, view=view,
        branch=branch, tree=_tree(posts, view, branch), preview=preview(form), policy=policy,
        all_of=tell_all(topic, _where(), beside["signs"]), place=_where(), **beside)
    _note_read(topic.id, standing.unread_among(
        [post.number for post in posts if post.withheld != "waits"]))
    return page, shared_pages.facts_of(topic, posts, beside["signs"], standing)


def _read(topic: Topic, form: ReplyForm, view: str,
          branch: int) -> tuple[post_queries.Posts, dict[str, Any]]:
    """The posts of the page, and what stands with them."""
    posts = _read_posts(topic, view, branch)
    mention_queries.name_mentions(me(), [*posts, *form.between, topic.accepted_post])
    return posts, _beside(topic, posts) | {"answered": _answered(topic, posts, form.parent_id)}


def address(topic: Topic, **more: Any) -> str:
    return url_for(".show_topic", **(more | {"topic_id": topic.id, "slug": topic.slug}))


def address_of_post(post: Post) -> str:
    """The page of its topic on which a post stands, at the post."""
    place = post_queries.find_place(me(), post, _view())
    return address(post.topic, view=request.args.get("view"), **place, _anchor=f"post-{post.id}")


def _note_read(topic_id: int, numbers: Sequence[int]) -> None:
    """What is before somebody's eyes now is read: that is stored a moment later."""
    if numbers and me().is_signed_in:
        note_read(me(), topic_id, numbers)
        store_soon(store_read)


def _answered(topic: Topic, posts: Page[Post], wanted: int | None) -> Post | None:
    """The post that a reply is for, on this page or on another."""
    here = next((post for post in posts if post.id == wanted), None)
    return here or post_queries.find_post_of(me(), topic, wanted)


def _beside(topic: Topic, posts: post_queries.Posts) -> dict[str, Any]:
    """What stands with the posts of a page: its subject, a poll, signs, what moderators did."""
    subject = subject_of(me(), topic)
    tell_use = subject.tell_use if subject else ""
    return {"subject": subject, "poll": _poll(topic, posts),
            "signs": sign_queries.signs_of(me(), posts, tell_use=tell_use),
            "notes": order_queries.list_notes(me(), topic)}


def _poll(topic: Topic, posts: Page[Post]) -> Count | None:
    """The poll, where its opening post stands."""
    asked = any(post.number == 1 and not post.deleted_at for post in posts)
    return count_poll(me(), topic) if asked else None


def _where() -> dict[str, str]:
    """The part of the address that says which page of a topic is read, and how."""
    return {name: request.args[name] for name in PLACE if name in request.args}


def _number(name: str) -> int:
    return request.args.get(name, 0, type=as_number)


def _branch() -> int:
    """The number of the post whose branch is read; 0: the whole topic."""
    number = _number("branch")
    return number if 1 < number < MOST else 0


def _read_posts(topic: Topic, view: str, branch: int) -> post_queries.Posts:
    """The page of posts that the address names."""
    read = post_queries.posts_in_order if view == "flat" else post_queries.posts_as_tree
    before = MOST if request.args.get("page") == "last" else max(_number("before"), 0)
    return read(me(), topic, _number("after"), before=before, top=branch)


def _tree(posts: post_queries.Posts, view: str, branch: int) -> list[Branch[Post]]:
    """The answers on a page as branches; in the order of time each stands by itself."""
    answers = [post for post in posts if post.number not in (1, branch)]
    if view == "flat":
        return [Branch(post) for post in answers]
    return branches(answers, depth_within(answers[0].path, branch) if answers and branch else 0)


def _view() -> str:
    wishes = (request.args.get("view"), me().discussion_view)
    return next((wish for wish in wishes if wish in post_queries.VIEWS), "tree")
