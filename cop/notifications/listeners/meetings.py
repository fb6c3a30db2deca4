"""What happens to meetings, and whom it concerns."""
from collections.abc import Collection
from datetime import timedelta

from cop.base.clock import now
from cop.base.events import on
from cop.base.jobs import every
from cop.meetings.events import MeetingCancelled, MeetingChanged, SeatFreed
from cop.meetings.models import Meeting
from cop.meetings.queries import list_beginning, list_people_of
from cop.notifications.queries import whom
from cop.notifications.service import telling as service

#: So long before it begins, who comes to a meeting is reminded.
REMINDED = timedelta(days=1)


@on(MeetingChanged)
def tell_who_signed_up(event: MeetingChanged) -> None:
    meeting = whom.get_meeting(event.meeting_id)
    _tell_of_meeting(meeting, list_people_of(meeting), "meeting_changed",
                     f"meeting:{meeting.id}:{meeting.sequence}", event.changed_by_id)


@on(MeetingCancelled)
def tell_that_it_is_cancelled(event: MeetingCancelled) -> None:
    meeting = whom.get_meeting(event.meeting_id)
    _tell_of_meeting(meeting, list_people_of(meeting), "meeting_cancelled",
                     f"meeting:{meeting.id}:cancelled", event.cancelled_by_id)


@on(SeatFreed)
def tell_who_has_a_seat_now(event: SeatFreed) -> None:
    """Unless they signed off or it was cancelled meanwhile."""
    meeting = whom.get_meeting(event.meeting_id)
    if not meeting.cancelled_at and event.person_id in list_people_of(meeting, seated=True):
        _tell_of_meeting(meeting, [event.person_id], "seat_freed", f"seat:{meeting.id}")


@every(timedelta(minutes=15))
def remind_of_meetings() -> None:
    """A day before; nobody twice, unless it is held at another time."""
    for meeting in list_beginning(now(), now() + REMINDED):
        _tell_of_meeting(meeting, list_people_of(meeting, seated=True), "meeting_soon",
                         f"soon:{meeting.id}:{meeting.starts_at.timestamp():.0f}")


def _tell_of_meeting(meeting: Meeting, people: Collection[int], kind: str, key: str,
                     actor_id: int | None = None) -> None:
    opening = whom.get_opening(meeting.topic_id)
    service.tell(whom.who_hears_of(people, opening), kind, opening, key=key,
                 actor_id=actor_id)
