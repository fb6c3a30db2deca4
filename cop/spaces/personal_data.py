"""Which spaces somebody belongs to and what they follow (see `base/personal_data.py`)."""
from typing import Any

from cop.base.personal_data import rows_of
from cop.people.models import Person
from cop.spaces.service import forget_person

COLUMNS = ("memberships.person_id", "followings.person_id", "invitations.invited_by_id",
           "space_askings.person_id")


def export_of(person: Person) -> dict[str, Any]:
    return rows_of(
        ("memberships.person_id", "followings.person_id", "space_askings.person_id"), person.id)


def erase(person: Person, *, keep_works: bool) -> None:
    """Whom they invited stays invited, by «Former member»."""
    forget_person(person)
