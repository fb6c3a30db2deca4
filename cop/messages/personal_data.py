"""Somebody's private messages (see `base/personal_data.py`): what they wrote, and with whom. What
others wrote to them is the others' to give out."""
from typing import Any

from cop.base.personal_data import delete_rows, rows_of
from cop.messages.service.taking_part import forget_empty, forget_subjects
from cop.people.models import Person

OWN = ("conversation_places.person_id", "conversation_messages.author_id",
       "message_blocks.person_id")
COLUMNS = (*OWN, "message_blocks.blocked_id")


def export_of(person: Person) -> dict[str, Any]:
    return rows_of(OWN, person.id)


def erase(person: Person, *, keep_works: bool) -> None:
    """Always all of it: it was written for nobody but those few."""
    forget_subjects(person)
    delete_rows(COLUMNS, person.id)
    forget_empty()
