"""Which guides somebody makes (see `base/personal_data.py`). They are works of the community: they
stay, made by «Former member»."""
from typing import Any

from cop.base.personal_data import rows_of
from cop.people.models import Person

COLUMNS = ("guides.editor_id", "guide_editions.published_by_id")


def export_of(person: Person) -> dict[str, Any]:
    return rows_of(COLUMNS, person.id)


def erase(person: Person, *, keep_works: bool) -> None:
    """Nothing but the number stands in them."""
