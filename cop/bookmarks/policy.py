"""Who sees a bookmark: its owner, while the thing is there and theirs to see."""
from sqlalchemy import ColumnElement, exists, or_

from cop.bookmarks.models import Bookmark
from cop.cases.models.cases import Case
from cop.cases.policy.cases import visible_cases
from cop.discussions.models.topics import Post, Topic
from cop.discussions.policy import visible_posts, visible_topics
from cop.people.models import Reader


def visible_bookmarks(reader: Reader) -> ColumnElement[bool]:
    """Give a person, or the class Person to ask for every row of a query at once."""
    def leads_to(kind: str, table: type, *seen: ColumnElement[bool]) -> ColumnElement[bool]:
        there = exists().where(table.id == Bookmark.target_id, *seen).correlate_except(table)
        return (Bookmark.kind == kind) & there

    return (Bookmark.person_id == reader.id) & or_(
        leads_to("topic", Topic, visible_topics(reader)),
        leads_to("post", Post, Post.deleted_at.is_(None), visible_posts(reader)),
        leads_to("case", Case, visible_cases(reader)))
