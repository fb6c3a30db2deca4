"""Whom something concerns, and what it is about. As what they are told it: `listeners/`."""
from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from cop.base.db import db, one
from cop.cases.models.adoptions import Adoption
from cop.cases.models.cases import Case
from cop.cases.models.decisions import CaseDecision
from cop.cases.models.quotations import Quotation
from cop.cases.models.translations import CaseTranslation
from cop.discussions.models.notes import TopicNote
from cop.discussions.models.topics import Post
from cop.discussions.queries.following import targets_of, with_ancestors
from cop.meetings.models import Meeting
from cop.notifications.policy import is_asked_to_decide, may_hear_of
from cop.people.models import Grant, Person
from cop.people.policy import has_role
from cop.spaces.levels import Level, level_of
from cop.spaces.models import Space
from cop.spaces.queries import list_choices


def levels_around(post: Post) -> dict[int, Level]:
    """How closely people follow the topic of a post: those who said so and may see it."""
    chosen = list_choices(targets_of(post.topic), may_hear_of(post))
    return {person_id: level_of(choices) for person_id, choices in chosen.items()}


def list_watchers_of_themes(themes: Iterable[str], *conditions: ColumnElement[bool]) -> list[int]:
    """Who wants to hear of all that is filed under one of these, or under what lies below."""
    targets = [("theme", 0, code) for code in with_ancestors(themes)]
    chosen = list_choices(targets, *conditions) if targets else {}
    return sorted(who for who, choices in chosen.items() if level_of(choices) == Level.WATCHING)


def who_hears_of(people: Collection[int], post: Post) -> list[int]:
    """Those of these people who may hear of a post."""
    return list(db.session.scalars(
        select(Person.id).where(Person.id.in_(people), may_hear_of(post))))


def hears_of(person_id: int, post: Post) -> bool:
    return db.session.scalar(
        select(Person.id).where(Person.id == person_id, may_hear_of(post))) is not None


def may_still_read(person_id: int, post_id: int) -> bool:
    """Is a post still there, and this person's to read?"""
    post = db.session.get(Post, post_id)
    return post is not None and hears_of(person_id, post)


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


def list_administrators() -> list[int]:
    return list(db.session.scalars(select(Person.id).where(
        Person.active, Person.grants.any(Grant.role == "administrator")).order_by(Person.id)))


def list_keepers(space_id: int) -> list[int]:
    """Who owns or moderates a space or, where nobody does, the administrators."""
    keepers = db.session.scalars(select(Person.id).where(Person.active.is_(True), Person.grants.any(
        Grant.role.in_(("owner", "moderator")) & (Grant.scope_kind == "space")
        & (Grant.scope_code == str(space_id)))).order_by(Person.id)).all()
    return list(keepers) or list_administrators()


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


def get_case(case_id: int) -> Case:
    return one(select(Case).where(Case.id == case_id))


def find_adoption(adoption_id: int) -> Adoption | None:
    """It may be taken back by now."""
    return db.session.get(Adoption, adoption_id)


def get_decision(decision_id: int) -> CaseDecision:
    return one(select(CaseDecision).where(CaseDecision.id == decision_id))


def get_quotation(quotation_id: int) -> Quotation | None:
    """None when nobody waits for an answer any more."""
    return db.session.get(Quotation, quotation_id)


def get_translation(translation_id: int) -> CaseTranslation:
    return one(select(CaseTranslation).where(CaseTranslation.id == translation_id))
