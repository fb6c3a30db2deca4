"""What somebody asked their organisation, and answered others (see `base/personal_data.py`)."""
from typing import Any

from cop.base.personal_data import delete_rows, rows_of
from cop.people.models import Person

OWN = ("confirmation_requests.person_id",)
COLUMNS = (*OWN, "confirmation_requests.answered_by_id")


def export_of(person: Person) -> dict[str, Any]:
    return rows_of(OWN, person.id)


def erase(person: Person, *, keep_works: bool) -> None:
    """Their own requests go; who asked them has an answer of «Former member»."""
    delete_rows(OWN, person.id)
