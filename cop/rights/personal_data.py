"""What people asked about their data, and what they agreed to (see `base/personal_data.py`)."""
from typing import Any

from cop.base.personal_data import delete_rows, rows_of
from cop.people.models import Person
from cop.rights.queries.own import list_own_requests

OWN = ("consents.person_id", "data_exports.person_id", "inactivity_warnings.person_id")
#: That somebody asked, and when it was answered, stays as proof: a number, without words.
COLUMNS = (*OWN, "data_requests.person_id", "data_requests.decided_by_id")


def export_of(person: Person) -> dict[str, Any]:
    return rows_of(("consents.person_id", "data_requests.person_id"), person.id)


def erase(person: Person, *, keep_works: bool) -> None:
    """Copies that lie ready go within the hour."""
    delete_rows(OWN, person.id)
    for request in list_own_requests(person):
        request.words = request.answer = ""
        request.post_ids = []
