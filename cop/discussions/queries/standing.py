"""How somebody stands in discussions: what is known of who is new (`people/trust.py`)."""
from datetime import timedelta

from sqlalchemy import func, select

from cop.base.clock import now
from cop.base.db import db
from cop.discussions.models.topics import Post, Topic
from cop.people.models import Person


def count_standing(person: Person) -> int:
    """How many of their posts stand: neither deleted nor withheld."""
    return db.session.scalar(select(func.count(Post.id)).where(
        Post.author_id == person.id, Post.deleted_at.is_(None))) or 0


def count_topics_of_a_day(person: Person) -> int:
    """How many topics they opened within 24 hours."""
    return db.session.scalar(select(func.count(Topic.id)).where(
        Topic.author_id == person.id, Topic.created_at > now() - timedelta(days=1))) or 0
