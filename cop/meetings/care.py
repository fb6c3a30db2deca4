"""Events in somebody's care (see `base/care.py`): they are going to hold them."""
from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from cop.base.care import Held
from cop.base.verdict import Verdict
from cop.meetings.models import Meeting
from cop.meetings.policy import may_hold
from cop.meetings.queries import get_any_meeting, list_held_by, list_without_holder
from cop.meetings.service import name_organiser
from cop.people.models import Person

NAME = _l("Event")


def held_by(person: Person, thing_id: int | None = None) -> Iterable[Held]:
    return map(_held, list_held_by(person, thing_id))


def left_alone(thing_id: int | None = None) -> Iterable[Held]:
    return map(_held, list_without_holder(thing_id))


def may_take(successor: Person, thing_id: int) -> Verdict:
    return may_hold(successor, get_any_meeting(thing_id))


def name_successor(actor: Person | None, thing_id: int, successor: Person) -> None:
    """They hold it; who planned it stays the author of its topic."""
    name_organiser(actor, get_any_meeting(thing_id), successor)


def _held(meeting: Meeting) -> Held:
    topic = meeting.topic
    return Held(kind="meeting", id=meeting.id, title=topic.title, language=topic.language,
                address=f"/topics/{topic.id}", regions=tuple(topic.space.regions),
                space_id=topic.space_id)
