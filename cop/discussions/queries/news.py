"""What is new for somebody, as SQL: a column beside topics or spaces, or a condition on topics.

New is what was written in the last 90 days and after they read a topic or, where they never did,
after they began to follow its space or a theme of it (or said that all there counts as read).
"""
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, case, false, func, null, or_, select

from cop.base.clock import now
from cop.base.db import db
from cop.discussions.models.reading import ReadingPosition
from cop.discussions.models.topics import Post, Topic, TopicTheme
from cop.discussions.policy import visible_topics
from cop.discussions.queries.following import FollowedTheme
from cop.people.models import Person
from cop.spaces.levels import Level
from cop.spaces.models import Following, Space

RECENT = timedelta(days=90)

Themes = Sequence[FollowedTheme]


def unread(reader: Person, themes: Themes) -> ColumnElement[int]:
    """How many posts of a topic are new for somebody; 0 where they muted it."""
    read = select(ReadingPosition.count).where(
        ReadingPosition.person_id == reader.id,
        ReadingPosition.topic_id == Topic.id).correlate(Topic).scalar_subquery()
    since = func.coalesce(_space_since(reader), _theme_since(themes))
    after = select(func.count(Post.id)).where(
        Post.topic_id == Topic.id, Post.created_at > since,
        Post.author_id != reader.id).correlate(Topic).scalar_subquery()
    return case(
        (Topic.last_post_at < now() - RECENT, 0),
        (_is_muted(reader, themes), 0),
        (read >= Topic.post_count, 0),
        (read.is_not(None), Topic.post_count - read),
        (Topic.last_post_at > since, after), else_=0)


def is_new(reader: Person, themes: Themes) -> ColumnElement[bool]:
    """Topics that somebody tracks or watches, in which something is new for them."""
    own, space = _level(reader, "topic", Topic.id), _level(reader, "space", Topic.space_id)
    around = or_(space >= Level.TRACKING, _is_about(themes, Level.TRACKING, Level.WATCHING))
    tracked = or_(own >= Level.TRACKING, and_(own.is_(None), around))
    recent = Topic.last_post_at >= now() - RECENT
    return and_(_is_near(reader, themes), recent, Topic.archived_at.is_(None), tracked,
                unread(reader, themes) > 0)


def new_in_space(reader: Person, themes: Themes) -> ColumnElement[int]:
    """In how many topics of a space something is new for somebody."""
    return select(func.count(Topic.id)).where(
        Topic.space_id == Space.id, Topic.merged_into_id.is_(None), is_new(reader, themes),
    ).correlate(Space).scalar_subquery()


def count_new(reader: Person, themes: Themes) -> dict[int, int]:
    """In how many topics something is new, by their spaces."""
    query = select(Topic.space_id, func.count(Topic.id)).where(
        visible_topics(reader), is_new(reader, themes)).group_by(Topic.space_id)
    return dict(db.session.execute(query).all())


def _is_muted(reader: Person, themes: Themes) -> ColumnElement[bool]:
    own, space = _level(reader, "topic", Topic.id), _level(reader, "space", Topic.space_id)
    around = or_(space == Level.MUTED, _is_about(themes, Level.MUTED))
    return or_(own == Level.MUTED, and_(own.is_(None), around))


def _is_near(reader: Person, themes: Themes) -> ColumnElement[bool]:
    """Topics that somebody may track or watch, found by indexes: of the others, of which there are
    many more, nothing is asked."""
    followed = {kind: select(Following.target_id).where(
        Following.person_id == reader.id, Following.kind == kind,
        Following.level >= Level.TRACKING) for kind in ("topic", "space")}
    near = [Topic.id.in_(followed["topic"]), Topic.space_id.in_(followed["space"])]
    if codes := _codes(themes, Level.TRACKING, Level.WATCHING):
        near.append(Topic.id.in_(select(TopicTheme.topic_id).where(TopicTheme.code.in_(codes))))
    return or_(*near)


def _level(reader: Person, kind: str, target: ColumnElement[int]) -> ColumnElement[int]:
    return select(Following.level).where(
        Following.person_id == reader.id, Following.kind == kind,
        Following.target_id == target).correlate(Topic).scalar_subquery()


def _space_since(reader: Person) -> ColumnElement:
    """Since when what is written in the space of a topic is new; none where it is not counted."""
    return select(func.coalesce(Following.read_at, Following.created_at)).where(
        Following.person_id == reader.id, Following.kind == "space",
        Following.target_id == Topic.space_id,
        Following.level >= Level.TRACKING).correlate(Topic).scalar_subquery()


def _theme_since(themes: Themes) -> ColumnElement:
    whens = [(_is_about([theme], theme.level), theme.since) for theme in themes
             if theme.level >= Level.TRACKING]
    return case(*whens, else_=null()) if whens else null()


def _is_about(themes: Themes, *levels: Level) -> ColumnElement[bool]:
    codes = _codes(themes, *levels)
    return Topic.theme_rows.any(TopicTheme.code.in_(codes)) if codes else false()


def _codes(themes: Themes, *levels: Level) -> set[str]:
    return {code for theme in themes if theme.level in levels for code in theme.codes}
