"""Is a topic sound? What must be true of its tree and its counts, whatever was done to it."""
from sqlalchemy import select

from cop.base.db import db
from cop.discussions.models.topics import Post, Topic
from cop.discussions.tree import depth_of, path_below


def is_sound(topic: Topic) -> bool:
    """Raises AssertionError with what is wrong."""
    db.session.flush()
    db.session.expire_all()
    posts = db.session.scalars(
        select(Post).where(Post.topic_id == topic.id).order_by(Post.number)).all()
    by_id = {post.id: post for post in posts}
    assert topic.post_count == len(posts), "a wrong count"
    if not posts:
        return topic.merged_into_id is not None
    assert posts[0].number == 1 and posts[0].parent_id is None, "no opening post"
    assert posts[-1].number <= topic.last_number, "a number that will be given again"
    assert len({post.path for post in posts}) == len(posts), "two posts in one place"
    for post in posts:
        above = by_id[post.parent_id].path if post.parent_id else ""
        assert post.path == path_below(above, post.number), f"post {post.id} is in a wrong place"
        assert post.depth == depth_of(post.path), f"post {post.id} has a wrong depth"
        assert post.parent_id or post.number == 1, f"post {post.id} hangs nowhere"
    last = max(post.created_at for post in posts)
    assert abs((topic.last_post_at - last).total_seconds()) < 5, "a wrong last moment"
    if topic.accepted_post_id:
        assert by_id[topic.accepted_post_id].deleted_at is None, "a deleted answer is accepted"
    return True
