"""Whom somebody asked to look after what, and who asked them (see `base/personal_data.py`)."""
from typing import Any

from cop.base.personal_data import delete_rows, rows_of
from cop.people.models import Person
from cop.succession.service import forget_answered

COLUMNS = ("successions.holder_id", "successions.successor_id")


def export_of(person: Person) -> dict[str, Any]:
    """What was asked of them stands beside what they asked of others."""
    return {"asked_of_others": rows_of(COLUMNS[:1], person.id)["successions"],
            "asked_of_me": rows_of(COLUMNS[1:], person.id)["successions"]}


def erase(person: Person, *, keep_works: bool) -> None:
    """Whom they asked may still answer: only the number of who asked stands there."""
    delete_rows(COLUMNS[1:], person.id)
    forget_answered(person)
