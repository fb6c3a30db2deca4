"""Reads how closely people follow topics, by what they chose for them, their spaces and themes."""
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from cop.base.db import db
from cop.base.paging import Page, page
from cop.discussions.models.topics import Topic
from cop.discussions.policy import visible_topics
from cop.people.models import Person, Visitor
from cop.spaces.levels import Level
from cop.spaces.models import Following, Space
from cop.spaces.policy import visible_spaces
from cop.vocabulary.lists import THEMES
from cop.vocabulary.words import comparable

#: What can be followed: its kind, with its id or its code.
Target = tuple[str, int, str]


@dataclass(frozen=True)
class FollowedTheme:
    """A theme whose level somebody chose, and since when. `codes`: with all below it."""

    code: str
    level: Level
    since: datetime

    @property
    def codes(self) -> list[str]:
        return [self.code, *(term.code for term in THEMES.descendants(self.code))]


def list_followed_themes(person: Person | Visitor) -> list[FollowedTheme]:
    """The themes somebody follows other than normally, as they chose them."""
    rows = db.session.scalars(select(Following).where(
        Following.person_id == person.id, Following.kind == "theme",
        Following.level != Level.NORMAL).order_by(Following.id))
    return [FollowedTheme(row.code, Level(row.level), row.created_at) for row in rows
            if row.code in THEMES]


def list_followed_spaces(person: Person) -> list[tuple[Space, Level]]:
    """The spaces somebody follows other than normally, by name."""
    query = select(Space, Following.level).join(Following, Following.target_id == Space.id)
    rows = db.session.execute(query.where(
        Following.person_id == person.id, Following.kind == "space",
        Following.level != Level.NORMAL, visible_spaces(person)))
    return sorted(((space, Level(level)) for space, level in rows),
                  key=lambda row: comparable(row[0].name))


def list_followed_topics(person: Person, after: str = "") -> Page[Topic]:
    """The topics somebody follows other than normally, the last written in first; beside each
    its level."""
    query = select(Topic, Following.level).join(Following, Following.target_id == Topic.id)
    query = query.where(Following.person_id == person.id, Following.kind == "topic",
                        Following.level != Level.NORMAL, visible_topics(person))
    return page(query, by=(Topic.last_post_at, Topic.id), after=after)


def targets_of(topic: Topic) -> list[Target]:
    """All one can follow that a topic belongs to: itself, its space, its themes and theirs."""
    around = [("theme", 0, code) for code in with_ancestors(topic.themes)]
    return [("topic", topic.id, ""), ("space", topic.space_id, ""), *around]


def with_ancestors(themes: Iterable[str]) -> list[str]:
    """Themes, and those they lie below."""
    known = [code for code in themes if code in THEMES]
    return sorted({*known, *(term.code for code in known for term in THEMES.ancestors(code))})
