"""What somebody was told, and how they want to be told (see `base/personal_data.py`)."""
from typing import Any

from cop.base.personal_data import delete_rows, rows_of
from cop.people.models import Person

OWN = ("notices.person_id", "notice_wishes.person_id", "notice_rhythms.person_id")
#: What others were told of their deeds stays, of «Former member».
COLUMNS = (*OWN, "notices.actor_id")


def export_of(person: Person) -> dict[str, Any]:
    return rows_of(OWN, person.id)


def erase(person: Person, *, keep_works: bool) -> None:
    delete_rows(OWN, person.id)
