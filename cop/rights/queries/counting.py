"""How much there is of somebody, for the page that says so in words."""
from sqlalchemy import ColumnElement, func, select

from cop.base.db import db
from cop.bookmarks.models import Bookmark
from cop.cases.models.adoptions import Adoption
from cop.cases.models.cases import Case
from cop.discussions.models.topics import Post, Topic
from cop.files.models import File
from cop.notifications.models import Notice
from cop.people.models import Person
from cop.spaces.models import Membership

#: name → the column that says whose it is
COUNTED = {
    "posts": Post.author_id, "topics": Topic.author_id, "cases": Case.author_id,
    "uses": Adoption.person_id, "files": File.uploader_id, "spaces": Membership.person_id,
    "bookmarks": Bookmark.person_id, "notices": Notice.person_id,
}


def count_own(person: Person) -> dict[str, int]:
    """All of it in one query."""
    def number(column: ColumnElement[int]) -> ColumnElement[int]:
        return select(func.count()).where(column == person.id).scalar_subquery()

    row = db.session.execute(select(*[number(each).label(name) for name, each in COUNTED.items()]))
    return dict(row.mappings().one())
