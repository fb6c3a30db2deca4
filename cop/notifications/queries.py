"""Reads of the inbox, and whom something concerns. Whom it is told as what: `listeners.py`."""
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from cop.base.db import db, one
from cop.base.paging import Page, page
from cop.cases.models.cases import Case
from cop.cases.models.decisions import CaseDecision
from cop.discussions.models.notes import TopicNote
from cop.discussions.models.topics import Post, Topic
from cop.discussions.queries.following import targets_of
from cop.meetings.models import Meeting
from cop.notifications.models import Notice
from cop.notifications.policy import is_asked_to_decide, may_hear_of, visible_notices
from cop.people.models import Grant, Person, Visitor
from cop.people.policy import has_role
from cop.search.models.saved import SavedSearch
from cop.spaces.levels import Level, level_of
from cop.spaces.models import Space
from cop.spaces.queries import list_choices


@dataclass(frozen=True)
class Line:
    """A notice with the title of what it is about, and the language of that title.

    `slug` is the last part of the address of a space.
    """

    notice: Notice
    title: str
    language: str
    slug: str


def list_lines(reader: Person, after: str = "") -> Page[Line]:
    """The inbox, newest first; two queries whatever its length."""
    query = select(Notice).where(visible_notices(reader)).options(joinedload(Notice.actor))
    found = page(query, by=[Notice.created_at, Notice.id], after=after)
    named = _name_targets(found.items)
    return Page([Line(n, *named[n.target_kind, n.target_id]) for n in found], found.next)


def get_notice(reader: Person, notice_id: int) -> Notice:
    return one(select(Notice).where(Notice.id == notice_id, visible_notices(reader)))


def count_unread(reader: Person | Visitor) -> int:
    if not reader.is_signed_in:
        return 0
    query = select(func.count(Notice.id)).where(visible_notices(reader), Notice.read_at.is_(None))
    return db.session.scalar(query) or 0


def list_told(key: str, people: Collection[int]) -> set[int]:
    """Those of these people who know already."""
    return set(db.session.scalars(select(Notice.person_id).where(
        Notice.key == key, Notice.person_id.in_(people))))


def levels_around(post: Post) -> dict[int, Level]:
    """How closely people follow the topic of a post: those who said so and may see it."""
    chosen = list_choices(targets_of(post.topic), may_hear_of(post))
    return {person_id: level_of(choices) for person_id, choices in chosen.items()}


def who_hears_of(people: Collection[int], post: Post) -> list[int]:
    """Those of these people who may hear of a post."""
    return list(db.session.scalars(
        select(Person.id).where(Person.id.in_(people), may_hear_of(post))))


def hears_of(person_id: int, post: Post) -> bool:
    return db.session.scalar(
        select(Person.id).where(Person.id == person_id, may_hear_of(post))) is not None


def list_curators(case: Case) -> list[int]:
    """Whose care a case is in: its curators or, where it has none, the administrators."""
    holders = db.session.scalars(
        select(Person).where(Person.grants.any(Grant.role.in_(("curator", "administrator"))))
        .options(selectinload(Person.grants)).order_by(Person.id))
    asked = [person for person in holders if is_asked_to_decide(person, case)]
    curators = [person.id for person in asked if has_role(person, "curator")]
    return curators or [person.id for person in asked]


def list_active(people: Collection[int]) -> list[int]:
    """Those of them whose account is open."""
    return list(db.session.scalars(
        select(Person.id).where(Person.id.in_(people), Person.active).order_by(Person.id)))


def get_post(post_id: int) -> Post:
    return one(select(Post).where(Post.id == post_id))


def get_opening(topic_id: int) -> Post:
    return one(select(Post).where(Post.topic_id == topic_id, Post.number == 1))


def get_meeting(meeting_id: int) -> Meeting:
    return one(select(Meeting).where(Meeting.id == meeting_id))


def get_space(space_id: int) -> Space:
    return one(select(Space).where(Space.id == space_id))


def key_of_move(topic_id: int) -> str:
    """A name for the last of the moves of a topic."""
    moves = select(func.max(TopicNote.id)).where(
        TopicNote.topic_id == topic_id, TopicNote.kind == "moved")
    return f"moved:{db.session.scalar(moves)}"


def find_reader(person_id: int) -> Person | None:
    """Somebody whose account is open."""
    return db.session.scalar(select(Person).where(
        Person.id == person_id, Person.active.is_(True), Person.confirmed_at.is_not(None)))


def find_unread(person_id: int, target_kind: str, target_id: int) -> Notice | None:
    """The last notice of a thing that somebody has not read yet."""
    query = select(Notice).where(
        Notice.person_id == person_id, Notice.target_kind == target_kind,
        Notice.target_id == target_id, Notice.read_at.is_(None))
    return db.session.scalar(query.order_by(Notice.id.desc()).limit(1))


def get_case(case_id: int) -> Case:
    return one(select(Case).where(Case.id == case_id))


def get_decision(decision_id: int) -> CaseDecision:
    return one(select(CaseDecision).where(CaseDecision.id == decision_id))


def _name_targets(notices: Sequence[Notice]) -> dict[tuple[str, int], tuple[str, str, str]]:
    """(kind, id) → title, its language, and of a space its slug."""
    posts = [n.target_id for n in notices if n.target_kind == "post"]
    cases = [n.target_id for n in notices if n.target_kind == "case"]
    spaces = [n.target_id for n in notices if n.target_kind == "space"]
    about_posts = select(literal("post"), Post.id, Topic.title, Topic.language, literal("")).join(
        Topic, Topic.id == Post.topic_id).where(Post.id.in_(posts))
    about_cases = select(literal("case"), Case.id, Case.title, Case.language, literal("")).where(
        Case.id.in_(cases))
    about_spaces = select(literal("space"), Space.id, Space.name, Space.language, Space.slug).where(
        Space.id.in_(spaces))
    about_searches = select(
        literal("search"), SavedSearch.id, SavedSearch.name, literal(""), literal("")).where(
        SavedSearch.id.in_(n.target_id for n in notices if n.target_kind == "search"))
    rows = db.session.execute(union_all(about_posts, about_cases, about_spaces, about_searches))
    return {(kind, row_id): tuple(named) for kind, row_id, *named in rows}
