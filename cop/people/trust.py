"""When somebody is new here, and what that means. It is shown to nobody, nor ranked.

New is who joined less than `NEW_DAYS` days ago or has fewer than `NEW_POSTS` posts that stand
(neither deleted nor hidden); never who holds a role. A new member opens at most so many topics a
day and puts so many links into a post; their reports alone hide nothing.
"""
from datetime import timedelta

from cop.base.clock import now
from cop.people.models import Person

NEW_DAYS = 3
NEW_POSTS = 3


def is_new(person: Person, posts_that_stand: int) -> bool:
    if person.grants:
        return False
    since = person.confirmed_at or person.created_at
    return posts_that_stand < NEW_POSTS or since > now() - timedelta(days=NEW_DAYS)
