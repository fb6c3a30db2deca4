"""To which events somebody signed up (see `base/personal_data.py`)."""
from typing import Any

from cop.base.personal_data import delete_rows, rows_of
from cop.people.models import Person

OWN = ("sign_ups.person_id",)
COLUMNS = (*OWN, "meetings.organiser_id")


def export_of(person: Person) -> dict[str, Any]:
    return rows_of(OWN, person.id)


def erase(person: Person, *, keep_works: bool) -> None:
    delete_rows(OWN, person.id)
