"""Who decided about requests for accounts (see `base/personal_data.py`).

What somebody asked before they had an account is gone since they were let in.
"""
from typing import Any

from cop.people.models import Person

COLUMNS = ("join_requests.refused_by_id",)


def export_of(person: Person) -> dict[str, Any]:
    return {}


def erase(person: Person, *, keep_works: bool) -> None:
    """A refusal stays for its 90 days, of «Former member»."""
