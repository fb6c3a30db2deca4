"""Which digests somebody makes, and what experts are asked (see `base/personal_data.py`).

Digests stay, made by «Former member»; who is named in an issue agreed to it, and is looked up again
whenever it is shown.
"""
from typing import Any

from cop.base.personal_data import delete_rows, rows_of
from cop.people.models import Person

OWN = ("expert_asks.person_id",)
MADE = ("digests.made_by_id", "digests.submitted_by_id", "digests.approved_by_id",
        "digests.planned_by_id", "expert_asks.asked_by_id")
COLUMNS = OWN + MADE


def export_of(person: Person) -> dict[str, Any]:
    return rows_of([*OWN, "digests.made_by_id"], person.id)


def erase(person: Person, *, keep_works: bool) -> None:
    delete_rows(OWN, person.id)
