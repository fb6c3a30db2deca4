"""In which time somebody lives: the zone they chose, else that of their country or first region."""
from datetime import tzinfo

import pytz

from cop.people.models import Person, Visitor
from cop.vocabulary.zones import zone_name_of


def zone_name_of_person(person: Person | Visitor) -> str:
    """Empty for visitors, and for who has not said where they work."""
    if person.id is None:
        return ""
    known = person.time_zone or zone_name_of(person.country)
    return known or zone_name_of(person.first_region or "")


def zone_of_person(person: Person | Visitor) -> tzinfo:
    """The same as a zone; UTC where none is known."""
    return pytz.timezone(zone_name_of_person(person) or "UTC")
