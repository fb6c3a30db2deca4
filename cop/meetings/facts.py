"""When and where a meeting is, in lines of words, for letters. Pages have `templates/meetings/`."""
from flask_babel import gettext as _

from cop.meetings import times
from cop.meetings.models import Meeting
from cop.people.models import Person
from cop.people.zones import zone_name_of_person


def facts_of(meeting: Meeting, reader: Person) -> list[str]:
    """In the language in force and by the reader's clocks; where clocks differ, also by those of
    the event. Its place and its link: ask before whether the reader may see it."""
    own = zone_name_of_person(reader) or meeting.zone
    lines = [times.in_words(meeting.starts_at, meeting.ends_at, own)]
    if times.differ(meeting.starts_at, own, meeting.zone):
        lines.append(_("In the time zone of the event: %(time)s", time=times.in_words(
            meeting.starts_at, meeting.ends_at, meeting.zone)))
    return [*lines, *filter(None, (meeting.place, meeting.link))]
