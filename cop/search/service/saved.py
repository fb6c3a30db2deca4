"""Saved searches: kept, changed, stopped. When their owners are told is said in `alerts.py`."""
import secrets
from datetime import datetime, timedelta

from flask_babel import gettext as _

from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.people.models import Person
from cop.people.zones import zone_of_person
from cop.search.models.saved import SavedSearch
from cop.search.queries.saved import count_saved
from cop.search.saved import FREQUENCIES, form_of
from cop.vocabulary.zones import begin_of

MOST = 50
#: When letters lie on the desk, in the time of whoever reads them.
MORNING = 7


def save_search(person: Person, address: str, *, name: str, frequency: str = "never",
                by_mail: bool = False) -> SavedSearch:
    """Keep a search, the query part of its address; alerts begin with what is written from now
    on."""
    asked = form_of(address)
    if asked.is_empty:
        raise Invalid({"name": _("Say what to look for.")})
    if count_saved(person) >= MOST:
        raise Invalid({"name": _("You keep %(most)d searches: delete one first.", most=MOST)})
    saved = add(SavedSearch(person_id=person.id, name=name, address=asked.address(sort="relevance"),
                            stop_key=secrets.token_urlsafe(24)))
    change_search(person, saved, name=name, frequency=frequency, by_mail=by_mail)
    return saved


def change_search(person: Person, saved: SavedSearch, *, name: str, frequency: str,
                  by_mail: bool) -> None:
    """Call it otherwise, or tell of it otherwise. What is there already stays untold."""
    if frequency not in FREQUENCIES:
        raise Invalid({"frequency": _("Please choose how often.")})
    if saved.frequency == "never":
        saved.told_until = now().replace(microsecond=0)
    if saved.frequency != frequency:
        saved.due_at = next_morning(person, frequency)
    saved.name, saved.frequency, saved.by_mail = name, frequency, by_mail


def stop_alerts(saved: SavedSearch) -> None:
    """Tell of it no more; the search itself stays."""
    saved.frequency, saved.due_at = "never", None


def delete_search(person: Person, saved: SavedSearch) -> None:
    """Whose it is was asked when it was found."""
    db.session.delete(saved)


def next_morning(person: Person, frequency: str, after: datetime | None = None) -> datetime | None:
    """When somebody's next daily or weekly alert is due: at seven in their own time."""
    if frequency not in ("daily", "weekly"):
        return None
    after, zone = after or now(), zone_of_person(person)
    day = after.astimezone(zone).date()
    while begin_of(day, zone, MORNING) <= after or (frequency == "weekly" and day.weekday() != 0):
        day += timedelta(days=1)
    return begin_of(day, zone, MORNING)
