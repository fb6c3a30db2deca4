"""Who may see, plan and come to meetings. Their topics have rules of their own."""
from flask_babel import gettext as _
from sqlalchemy import ColumnElement

from cop.base.clock import now
from cop.base.verdict import ALLOW, Verdict, deny
from cop.discussions.policy import may_open_topic, visible_topics
from cop.meetings.models import Meeting
from cop.meetings.times import end_of
from cop.people.models import Person, Reader, Visitor
from cop.people.policy import has_role
from cop.spaces.models import Space
from cop.spaces.policy import belongs_to, may_write_in, moderates


def visible_meetings(reader: Reader) -> ColumnElement[bool]:
    return Meeting.topic.has(visible_topics(reader))


def may_plan(person: Person | Visitor, space: Space) -> Verdict:
    return may_open_topic(person, space)


def organises(person: Person | Visitor, meeting: Meeting) -> bool:
    """Who holds it, and the moderators of its space."""
    mine = person.id is not None and person.id == meeting.held_by_id
    return mine or moderates(person, meeting.topic.space)


def may_change(person: Person | Visitor, meeting: Meeting) -> Verdict:
    if not organises(person, meeting):
        return deny(_("Only who planned an event, or a moderator, changes it."))
    if meeting.cancelled_at:
        return deny(_("This event was cancelled."))
    if meeting.ends_at < now():
        return deny(_("This event is over."))
    return ALLOW


def may_name_organiser(person: Person | Visitor, meeting: Meeting) -> Verdict:
    """Administrators, too: for events that nobody would hold any more."""
    return ALLOW if has_role(person, "administrator") else may_change(person, meeting)


def may_hold(successor: Person, meeting: Meeting) -> Verdict:
    """Said to who looks for somebody that holds an event in their place."""
    if successor.active and may_write_in(successor, meeting.topic.space):
        return ALLOW
    return deny(_("%(name)s may not write where this event is.", name=successor.name))


def may_sign_up(person: Person | Visitor, meeting: Meeting) -> Verdict:
    if not person.is_signed_in:
        return deny(_("Sign in to sign up."))
    if meeting.cancelled_at:
        return deny(_("This event was cancelled."))
    if meeting.starts_at < now():
        return deny(_("This event has begun."))
    if meeting.closes_on and end_of(meeting.closes_on, meeting.zone) < now():
        return deny(_("Sign-up is closed."))
    if meeting.topic.archived_at:
        return deny(_("This topic is archived: it can be read, not written in."))
    return may_write_in(person, meeting.topic.space)


def may_sign_off(person: Person | Visitor, meeting: Meeting) -> Verdict:
    if not person.is_signed_in:
        return deny(_("Sign in to sign off."))
    return ALLOW if meeting.ends_at > now() else deny(_("This event is over."))


def may_see_link(person: Person | Visitor) -> bool:
    """Rooms for calls stay among members, also where everybody may read the topic."""
    return person.is_signed_in


def may_see_participants(person: Person | Visitor, meeting: Meeting) -> Verdict:
    """Names are for those who meet there: members of the space, and who planned it."""
    if belongs_to(person, meeting.topic.space) or organises(person, meeting):
        return ALLOW
    return deny(_("Members of this space see who comes."))


def may_export_participants(person: Person | Visitor, meeting: Meeting) -> Verdict:
    if not organises(person, meeting):
        return deny(_("Only who planned an event, or a moderator, gets the list."))
    return ALLOW
