"""Taking trees apart and together: a branch becomes a topic, two topics become one.

Posts keep their ids, so that links to them lead where they are. Where posts stand is worked out in
`grafts.py`.
"""
from collections.abc import Mapping, Sequence

from sqlalchemy import Update, case, func, select, update

from cop.base.audit import record
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.markup import to_html
from cop.base.verdict import require
from cop.discussions.events import BranchSplit, TopicsMerged
from cop.discussions.grafts import Leaf, Place, placed
from cop.discussions.models.drafts import Draft
from cop.discussions.models.notes import TopicNote
from cop.discussions.models.topics import Post, Topic
from cop.discussions.policy import may_merge, may_split
from cop.discussions.queries.order import list_branch, list_leaves
from cop.discussions.service.attaching import files_of
from cop.discussions.service.holding import hold_post, hold_topics, reread
from cop.discussions.service.order import count_topics
from cop.discussions.service.reading import follow_posts, places_of
from cop.discussions.texts import tidy_title, title_problem
from cop.files.attaching import enclosures
from cop.people.models import Person
from cop.spaces.following import follow_too, unite_followers


def split_branch(moderator: Person, root: Post, *, title: str, kind: str = "discussion") -> Topic:
    """Make a post and all below it a topic of its own in the same space, opened by the post.

    Who follows the topic or wrote in the branch follows the new one. An accepted answer that goes
    along is none any more: the question that stays behind is open again.
    """
    hold_post(root)
    require(may_split(moderator, root))
    title = tidy_title(title)
    if problem := title_problem(title):
        raise Invalid({"title": problem})
    left, leaves = root.topic, list_branch(root)
    before = places_of(left)
    topic = _opened_by(root, title=title, kind=kind)
    _place(topic, leaves, opening=root.id)
    follow_posts(before)
    if left.accepted_post_id in {leaf.id for leaf in leaves}:
        left.accepted_post_id = left.solved_at = None
    _count(topic, left)
    count_topics({topic.space_id: 1})
    follow_too("topic", left.id, topic.id, people=_writers(topic))
    _carry_drafts(leaves, topic, answering_topic=root.id)
    add(TopicNote(topic_id=left.id, kind="split_off", other_id=topic.id, posts=len(leaves)))
    add(TopicNote(topic_id=topic.id, kind="split_from", other_id=left.id, posts=len(leaves)))
    record(moderator.id, "topic.split", left, new_topic=topic.id, post=root.id)
    publish(BranchSplit(topic_id=topic.id, from_topic_id=left.id, post_id=root.id,
                        split_by_id=moderator.id))
    return topic


def merge_topics(moderator: Person, topic: Topic, into: Topic, below: Post | None = None) -> None:
    """Hang all posts of a topic below the opening post of another, or below one of its posts.

    The old address leads to the other topic from now on. Who followed either follows what is left.
    """
    hold_topics(topic, into)
    require(may_merge(moderator, topic, into))
    if below:
        reread(below, into)
    theirs, ours = list_leaves(topic), list_leaves(into)
    first, opening = theirs[0], ours[0]
    before = places_of(topic, into)
    moved = [Leaf(first.id, below.id if below else opening.id, first.at), *theirs[1:]]
    _make_room(topic, into)
    _place(into, [*ours, *moved], opening=opening.id)
    follow_posts(before)
    if into.kind == "question" and not into.is_solved:
        into.accepted_post_id, into.solved_at = topic.accepted_post_id, topic.solved_at
    _leave_address(topic, into)
    _count(into, topic)
    count_topics({topic.space_id: -1})
    unite_followers("topic", topic.id, into.id)
    _carry_drafts(moved, into)
    db.session.execute(_drafts().where(Draft.target_id == topic.id).values(
        target_id=into.id, parent_id=first.id))
    add(TopicNote(topic_id=into.id, kind="merged", other_id=topic.id, post_id=first.id,
                  posts=len(moved)))
    record(moderator.id, "topic.merged", topic, into=into.id)
    publish(TopicsMerged(topic_id=into.id, merged_id=topic.id, post_id=first.id,
                         merged_by_id=moderator.id))


def _opened_by(root: Post, *, title: str, kind: str) -> Topic:
    left = root.topic
    topic = add(Topic(
        space_id=left.space_id, author_id=root.author_id, kind=kind, title=title,
        language=root.language, created_at=root.created_at, last_post_at=root.created_at))
    topic.regions, topic.themes = list(left.regions), list(left.themes)
    return topic


def _make_room(*topics: Topic) -> None:
    """Give all posts numbers that nobody has, so that none stands in another's way."""
    db.session.execute(update(Post).where(Post.topic_id.in_([topic.id for topic in topics]))
                       .values(number=-Post.id).execution_options(synchronize_session=False))


def _place(topic: Topic, leaves: Sequence[Leaf], *, opening: int) -> None:
    """Give these posts their places in a topic."""
    places = placed(leaves, opening=opening)
    db.session.execute(update(Post), [
        {"id": leaf.id, "topic_id": topic.id, "number": places[leaf.id].number,
         "path": places[leaf.id].path, "depth": places[leaf.id].depth,
         "parent_id": None if leaf.id == opening else leaf.parent_id} for leaf in leaves])
    topic.last_number = len(leaves)
    for each in list(db.session.identity_map.values()):
        if isinstance(each, Post):
            db.session.expire(each)
    _name_footnotes(topic, places)


def _name_footnotes(topic: Topic, places: Mapping[int, Place]) -> None:
    """Footnotes are told apart by the number of their post, which is another one now."""
    query = select(Post).where(Post.topic_id == topic.id, Post.html.contains('id="fn'))
    for post in db.session.scalars(query):
        post.html = to_html(post.source, key=str(places[post.id].number),
                            enclosures=enclosures(files_of(post)))


def _count(*topics: Topic) -> None:
    """What is counted of topics, counted anew."""
    db.session.flush()
    for topic in topics:
        count, last = db.session.execute(
            select(func.count(Post.id), func.max(Post.created_at))
            .where(Post.topic_id == topic.id)).one()
        topic.post_count, topic.last_post_at = count, last or topic.last_post_at


def _carry_drafts(leaves: Sequence[Leaf], topic: Topic, *, answering_topic: int = 0) -> None:
    """What people have begun to answer to these posts is to be answered in the topic they are in;
    to `answering_topic`, which opens it, as an answer to the topic itself."""
    ids = [leaf.id for leaf in leaves]
    db.session.execute(_drafts().where(Draft.parent_id.in_(ids)).values(
        target_id=topic.id, parent_id=case((Draft.parent_id == answering_topic, 0),
                                           else_=Draft.parent_id)))


def _drafts() -> Update:
    return update(Draft).where(Draft.kind == "answer").execution_options(
        synchronize_session=False)


def _leave_address(topic: Topic, into: Topic) -> None:
    """Let the address of a merged topic, and those that lead to it, lead to the other."""
    topic.accepted_post_id = topic.solved_at = topic.pinned_at = topic.pinned_until = None
    topic.merged_into_id = into.id
    db.session.flush()
    db.session.execute(update(Topic).where(Topic.merged_into_id == topic.id)
                       .values(merged_into_id=into.id))


def _writers(topic: Topic) -> list[int]:
    query = select(Post.author_id).where(Post.topic_id == topic.id, Post.deleted_at.is_(None))
    return list(db.session.scalars(query.distinct()))
