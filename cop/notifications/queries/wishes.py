"""Reads of where people want to hear of something."""
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from cop.base.db import db, one
from cop.base.errors import NotFound
from cop.discussions.models.topics import Topic
from cop.discussions.policy import visible_topics
from cop.discussions.queries.following import targets_of, with_ancestors
from cop.guides.queries import list_themes_of
from cop.notifications.channels import NAMES, Channel, channel_of
from cop.notifications.kinds import SUBJECTS
from cop.notifications.models import Notice, Wish
from cop.people.models import Person
from cop.spaces.models import Space
from cop.spaces.policy import visible_spaces
from cop.vocabulary.lists import THEMES

#: What one can wish something of: kind, id, code.
Place = tuple[str, int, str]


@dataclass(frozen=True)
class NamedPlace:
    """A place, as its address says it (`target`), its title and the language of that; themes are
    named by the vocabulary. `channel`: what somebody wishes of it."""

    place: Place
    target: str
    title: str
    language: str
    channel: Channel | None = None

    @property
    def kind(self) -> str:
        return self.place[0]

    @property
    def channel_name(self) -> str:
        return str(NAMES[self.channel]) if self.channel else ""


def places_of(target: Any) -> list[Place]:
    """The topic, space and themes a post belongs to; the themes of a case, or of all cases of a
    guide; a space itself."""
    kind = target.__tablename__
    if kind == "posts":
        return targets_of(target.topic)
    if kind in ("cases", "guides"):
        themes = target.themes if kind == "cases" else list_themes_of(target.edition)
        return [("theme", 0, code) for code in with_ancestors(themes)]
    return [("space", target.id, "")] if kind == "spaces" else []


def list_channels(people: Collection[int], subject: str,
                  places: Iterable[Place]) -> dict[int, Channel]:
    """Where each of these people wants to hear of a subject there."""
    asked = [Wish.subject == subject, *(is_about(*place) for place in places)]
    rows = db.session.execute(select(Wish.person_id, Wish.kind, Wish.channel).where(
        Wish.person_id.in_(people), or_(*asked)))
    wishes: dict[int, list[tuple[str, str]]] = {person_id: [] for person_id in people}
    for person_id, kind, channel in rows:
        wishes[person_id].append((kind, channel))
    usual = SUBJECTS[subject].usual
    return {person_id: channel_of(some, usual) for person_id, some in wishes.items()}


def list_wishes_of_subjects(person: Person) -> dict[str, Channel]:
    """What somebody wishes of every subject."""
    rows = dict(db.session.execute(select(Wish.subject, Wish.channel).where(
        Wish.person_id == person.id, Wish.kind == "")).all())
    return {subject: Channel(rows.get(subject, about.usual))
            for subject, about in SUBJECTS.items()}


def list_wishes_of_places(person: Person) -> list[NamedPlace]:
    """What somebody wishes of topics, spaces and themes they may see."""
    rows = db.session.execute(
        select(Wish, Topic.title, Topic.language, Space.name, Space.language, Space.slug)
        .select_from(Wish).outerjoin(Topic, and_(Wish.kind == "topic", Wish.target_id == Topic.id,
                               visible_topics(person)))
        .outerjoin(Space, and_(Wish.kind == "space", Wish.target_id == Space.id,
                               visible_spaces(person)))
        .where(Wish.person_id == person.id, Wish.kind != "").order_by(Wish.kind, Wish.id))
    return [NamedPlace(
        (wish.kind, wish.target_id, wish.code), wish.code or slug or str(wish.target_id),
        title or name or "", spoken or language or "", Channel(wish.channel))
        for wish, title, spoken, name, language, slug in rows
        if title or name or wish.code in THEMES]


def find_wish(person: Person, subject: str = "", place: Place = ("", 0, "")) -> Wish | None:
    return db.session.scalar(select(Wish).where(
        Wish.person_id == person.id, Wish.subject == subject, is_about(*place)))


def get_place(reader: Person, kind: str, target: str) -> NamedPlace:
    """A topic by its id, a space by its slug, a theme by its code."""
    if kind == "topic" and target.isascii() and target.isdecimal() and int(target) < 2**31:
        topic = one(select(Topic).where(Topic.id == int(target), visible_topics(reader)))
        return NamedPlace((kind, topic.id, ""), target, topic.title, topic.language)
    if kind == "space":
        space = one(select(Space).where(Space.slug == target, visible_spaces(reader)))
        return NamedPlace((kind, space.id, ""), target, space.name, space.language)
    if target not in THEMES:
        raise NotFound
    return NamedPlace(("theme", 0, target), target, "", "")


def is_about(kind: str, target_id: int, code: str) -> Any:
    return and_(Wish.kind == kind, Wish.target_id == target_id, Wish.code == code)


def list_to_ring(notice_ids: Collection[int]) -> Sequence[Notice]:
    """Those of these notices that are to be mailed at once and are neither read nor mailed, of
    people whose account is open."""
    query = select(Notice).join(Notice.person).where(
        Notice.id.in_(notice_ids), Notice.channel == Channel.AT_ONCE, Notice.read_at.is_(None),
        Notice.mailed_at.is_(None), Person.active.is_(True), Person.confirmed_at.is_not(None))
    return db.session.scalars(query.options(
        selectinload(Notice.person).selectinload(Person.memberships),
        selectinload(Notice.person).selectinload(Person.grants)).order_by(Notice.id)).all()
