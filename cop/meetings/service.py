"""Everything that changes meetings. What is discussed about them is changed as in any topic."""
from datetime import datetime
from typing import Any

from flask_babel import ngettext
from sqlalchemy import select

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.verdict import require
from cop.discussions.service.topics import open_topic
from cop.meetings.events import MeetingCancelled, MeetingChanged, SeatFreed
from cop.meetings.models import Meeting, SignUp
from cop.meetings.policy import (
    may_change,
    may_hold,
    may_name_organiser,
    may_plan,
    may_sign_off,
    may_sign_up,
)
from cop.meetings.queries import find_sign_up, list_promoted, standing_of
from cop.meetings.times import Plan, problems
from cop.people.models import Person
from cop.spaces.models import Space


def plan_meeting(organiser: Person, space: Space, plan: Plan, **described: Any) -> Meeting:
    """Open a topic for it; `described` are what `open_topic` takes besides the kind."""
    require(may_plan(organiser, space))
    _check(plan)
    topic = open_topic(organiser, space, kind="event", **described)
    return add(Meeting(topic_id=topic.id, **_stored(plan)))


def change_meeting(organiser: Person, meeting: Meeting, plan: Plan) -> None:
    """Hold it at another time or place, or with other seats; who signed up is told."""
    _hold(meeting)
    require(may_change(organiser, meeting))
    _check(plan, before=meeting.starts_at)
    if plan.seats is not None and plan.seats < meeting.going:
        raise Invalid({"seats": ngettext(
            "%(num)d person has a seat already.", "%(num)d people have a seat already.",
            meeting.going)})
    seats_before, told = meeting.going, _when_and_where(meeting)
    for name, value in _stored(plan).items():
        setattr(meeting, name, value)
    _give_seats(meeting, seats_before)
    if _when_and_where(meeting) != told:
        _number_change(meeting)
        publish(MeetingChanged(meeting_id=meeting.id, topic_id=meeting.topic_id,
                               changed_by_id=organiser.id))


def name_organiser(actor: Person | None, meeting: Meeting, successor: Person) -> None:
    """Let somebody hold it in the place of who planned it. `actor` is None where these asked them
    and they said yes."""
    if actor is not None:
        require(may_name_organiser(actor, meeting))
    require(may_hold(successor, meeting))
    meeting.organiser_id = successor.id
    record(actor.id if actor else None, "meeting.organiser_named", meeting,
           organiser=successor.id)


def cancel_meeting(organiser: Person, meeting: Meeting) -> None:
    """It will not be held. Its topic stays, who signed up is told."""
    _hold(meeting)
    require(may_change(organiser, meeting))
    meeting.cancelled_at = now()
    _number_change(meeting)
    if organiser.id != meeting.held_by_id:
        record(organiser.id, "meeting.cancelled", meeting)
    publish(MeetingCancelled(meeting_id=meeting.id, topic_id=meeting.topic_id,
                             cancelled_by_id=organiser.id))


def sign_up(person: Person, meeting: Meeting) -> None:
    """Take a seat, or the last place of those who wait; doing it twice changes nothing."""
    _hold(meeting)
    require(may_sign_up(person, meeting))
    if find_sign_up(person, meeting) is None:
        add(SignUp(meeting_id=meeting.id, person_id=person.id))
        db.session.expire(meeting, ["sign_up_count"])


def sign_off(person: Person, meeting: Meeting) -> None:
    """Give the place up; the first who waits gets a seat that is freed."""
    _hold(meeting)
    require(may_sign_off(person, meeting))
    sign_up = find_sign_up(person, meeting)
    if sign_up is None:
        return
    frees_seat = standing_of(person, meeting).has_seat and meeting.waiting
    db.session.delete(sign_up)
    db.session.flush()
    db.session.expire(meeting, ["sign_up_count"])
    if frees_seat:
        _give_seats(meeting, meeting.seats - 1)


def _hold(meeting: Meeting) -> None:
    """Of two at once, the second waits here and then sees what the first did."""
    held = select(Meeting).where(Meeting.id == meeting.id)
    db.session.scalars(held.with_for_update(of=Meeting, key_share=True).execution_options(
        populate_existing=True)).one()


def _give_seats(meeting: Meeting, seats_before: int) -> None:
    """Tell those who waited and have a seat now."""
    db.session.flush()
    seats = meeting.sign_up_count if meeting.seats is None else meeting.seats
    if not meeting.cancelled_at and meeting.starts_at > now():
        for person_id in list_promoted(meeting, seats=seats, seats_before=seats_before):
            publish(SeatFreed(meeting_id=meeting.id, person_id=person_id))


def _check(plan: Plan, before: datetime | None = None) -> None:
    if found := problems(plan, before=before):
        raise Invalid(found)


def _stored(plan: Plan) -> dict[str, Any]:
    return {"starts_at": plan.start, "ends_at": plan.end, "zone": plan.zone, "place": plan.place,
            "link": plan.link, "seats": plan.seats, "closes_on": plan.closes_on}


def _when_and_where(meeting: Meeting) -> tuple[Any, ...]:
    return (meeting.starts_at, meeting.ends_at, meeting.zone, meeting.place, meeting.link)


def _number_change(meeting: Meeting) -> None:
    meeting.sequence, meeting.changed_at = meeting.sequence + 1, now()
