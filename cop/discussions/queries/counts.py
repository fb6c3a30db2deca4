"""What topics and spaces say of how many there are, from the posts and topics themselves."""
from typing import Any

from sqlalchemy import Select, func, select

from cop.base.counts import Count
from cop.discussions.models.topics import Post, Topic
from cop.spaces.models import Membership, Space


def _posts() -> Select[Any]:
    """Deleted ones keep their place, and count."""
    return select(Post.topic_id, func.count(Post.id)).group_by(Post.topic_id)


def _topics() -> Select[Any]:
    """One that was merged into another is none any more."""
    return select(Topic.space_id, func.count(Topic.id)).where(
        Topic.merged_into_id.is_(None)).group_by(Topic.space_id)


def _members() -> Select[Any]:
    return select(Membership.space_id, func.count(Membership.id)).group_by(Membership.space_id)


COUNTS = (
    Count("posts of a topic", Topic.post_count, _posts),
    Count("topics of a space", Space.topic_count, _topics),
    Count("members of a space", Space.member_count, _members),
)
