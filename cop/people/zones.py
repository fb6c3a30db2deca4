"""In which time somebody lives: that of the first region they work for, or of their country."""
from datetime import tzinfo

import pytz

from cop.people.models import Person, Visitor
from cop.vocabulary.zones import zone_of


def zone_of_person(person: Person | Visitor) -> tzinfo:
    """UTC for visitors, and for who has not said where they work."""
    if person.id is None:
        return pytz.UTC
    places = [*person.regions[:1], person.country]
    return zone_of(next((place for place in places if place), ""))
