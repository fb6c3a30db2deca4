"""What somebody uploaded (see `base/personal_data.py`). Files of posts stay with their posts."""
from typing import Any

from cop.base.personal_data import delete_rows, rows_of
from cop.files.service.files import disown
from cop.people.models import Person

COLUMNS = ("files.uploader_id", "uploads.person_id")


def export_of(person: Person) -> dict[str, Any]:
    return rows_of(("files.uploader_id",), person.id)


def erase(person: Person, *, keep_works: bool) -> None:
    """What is attached to nothing goes, its bytes within the hour."""
    delete_rows(("uploads.person_id",), person.id)
    disown(person)
