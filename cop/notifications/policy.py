"""Who is told of what, and who sees a notice: the person it was written for, nobody else."""
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, exists, literal, or_

from cop.base.db import Model
from cop.cases.models.cases import Case
from cop.cases.models.quotations import Quotation
from cop.cases.policy.cases import curates, visible_cases, workable_cases
from cop.cases.policy.quotations import own_quotations
from cop.cases.policy.reviewing import may_review
from cop.digests.models import Digest
from cop.digests.policy import visible_digests
from cop.discussions.models.topics import Post
from cop.discussions.policy import visible_posts
from cop.notifications.models import Notice
from cop.people.models import Person, Visitor
from cop.search.models.saved import SavedSearch
from cop.spaces.models import Space
from cop.spaces.policy import visible_spaces


@dataclass(frozen=True)
class Target:
    """A thing of a higher feature that notices can be about: who may still see it, what it is
    called, and the address of its page, with {0} for its number and {1} for its `slug`."""

    kind: str
    table: type[Model]
    visible: Callable[[Person | Visitor], ColumnElement[bool]]
    title: ColumnElement[str]
    address: str
    slug: ColumnElement[str] = field(default_factory=lambda: literal(""))

    def is_there(self, reader: Person | Visitor) -> ColumnElement[bool]:
        there = exists().where(self.table.id == Notice.target_id, self.visible(reader))
        return (Notice.target_kind == self.kind) & there.correlate(Notice)


#: Filled in `create_app`, by the name of the table.
TARGETS: dict[str, Target] = {}


def can_be_told_of(target: Target) -> None:
    TARGETS[target.table.__tablename__] = target


def own_notices(reader: Person | Visitor) -> ColumnElement[bool]:
    return Notice.person_id == reader.id


def visible_notices(reader: Person | Visitor) -> ColumnElement[bool]:
    """Of one's own, those about something that is still there and that one may still see."""
    post = exists().where(Post.id == Notice.target_id, Post.deleted_at.is_(None),
                          visible_posts(reader)).correlate(Notice)
    case = exists().where(Case.id == Notice.target_id,
                          workable_cases(reader)).correlate(Notice)
    space = exists().where(Space.id == Notice.target_id, visible_spaces(reader)).correlate(Notice)
    search = exists().where(SavedSearch.id == Notice.target_id,
                            SavedSearch.person_id == reader.id).correlate(Notice)
    asked = exists().where(Quotation.id == Notice.target_id,
                           own_quotations(reader)).correlate(Notice)
    digest = exists().where(Digest.id == Notice.target_id,
                            visible_digests(reader)).correlate(Notice)
    return own_notices(reader) & or_(
        (Notice.target_kind == "quotation") & asked, (Notice.target_kind == "digest") & digest,
        (Notice.target_kind == "post") & post, (Notice.target_kind == "case") & case,
        (Notice.target_kind == "space") & space, (Notice.target_kind == "search") & search,
        *(target.is_there(reader) for target in TARGETS.values()))


def visible_post_notices() -> ColumnElement[bool]:
    """The same for the notices of all that are about posts, in one query."""
    own = exists().where(
        Post.id == Notice.target_id, Post.deleted_at.is_(None), Person.id == Notice.person_id,
        visible_posts(Person)).correlate(Notice)
    return (Notice.target_kind == "post") & own


def may_hear_of(post: Post) -> ColumnElement[bool]:
    """For the class Person: an open account that may see this post now."""
    seen = exists().where(Post.id == post.id, Post.deleted_at.is_(None), visible_posts(Person))
    return Person.active.is_(True) & seen.correlate(Person)


def may_hear_of_case(case: Case) -> ColumnElement[bool]:
    """The same of a case that readers see."""
    seen = exists().where(Case.id == case.id, visible_cases(Person))
    return Person.active.is_(True) & seen.correlate(Person)


def is_asked_to_decide(person: Person, case: Case) -> bool:
    """Is a case that waits in this person's care, and not their own or of their own house?"""
    return person.active and curates(person, case) and bool(may_review(person, case))
