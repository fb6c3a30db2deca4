"""Everything that changes bookmarks. What one may bookmark is what one sees: `queries.py`."""
from datetime import date

from flask_babel import gettext as _

from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.text import clean
from cop.bookmarks.events import ReminderDue
from cop.bookmarks.models import Bookmark
from cop.bookmarks.queries import find_bookmark, get_target, list_due
from cop.people.models import Person
from cop.people.zones import zone_of_person
from cop.vocabulary.zones import begin_of

LONGEST_NOTE = 500
#: At this hour of the day, in their time, people are reminded.
MORNING = 8


def keep_bookmark(person: Person, kind: str, target_id: int, *, note: str = "",
                  remind_on: date | None = None) -> Bookmark:
    """Find a thing again, with a note for oneself; a second time changes the note and the day."""
    target_id, *_named = get_target(person, kind, target_id)
    note = clean(note).strip()
    if problems := bookmark_problems(person, note=note, remind_on=remind_on):
        raise Invalid(problems)
    bookmark = find_bookmark(person, kind, target_id) or add(
        Bookmark(person_id=person.id, kind=kind, target_id=target_id))
    if remind_on != bookmark.remind_on:
        bookmark.remind_on, bookmark.reminded_at = remind_on, None
        bookmark.remind_at = remind_on and begin_of(remind_on, zone_of_person(person), MORNING)
    bookmark.note = note
    return bookmark


def remove_bookmark(bookmark: Bookmark) -> None:
    """Whose it is was asked when it was found."""
    db.session.delete(bookmark)


def remind() -> None:
    """Tell of every bookmark whose day has come, once."""
    for bookmark in list_due():
        bookmark.reminded_at = now()
        publish(ReminderDue(
            bookmark_id=bookmark.id, person_id=bookmark.person_id, kind=bookmark.kind,
            target_id=bookmark.target_id, day=str(bookmark.remind_on)))


def bookmark_problems(person: Person, *, note: str, remind_on: date | None) -> dict[str, str]:
    """field → why it cannot be taken; empty when all can."""
    today = now().astimezone(zone_of_person(person)).date()
    problems = {
        "note": "" if len(note) <= LONGEST_NOTE else _(
            "There is room for %(most)d characters.", most=LONGEST_NOTE),
        "remind_on": _("This day is over.") if remind_on and remind_on < today else "",
    }
    return {field: sentence for field, sentence in problems.items() if sentence}
