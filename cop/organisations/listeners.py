"""What shows that somebody works somewhere is looked at again whenever it may have changed."""
from cop.base.db import db
from cop.base.events import on
from cop.organisations.events import DomainsChanged
from cop.organisations.queries import list_members_to_look_at
from cop.organisations.service.confirming import look_again
from cop.people.events import AddressChanged, PersonJoined, ProfileChanged
from cop.people.models import Person


@on(PersonJoined)
def look_at_newcomer(event: PersonJoined) -> None:
    _look_at(event.person_id)


@on(ProfileChanged)
def look_at_changed(event: ProfileChanged) -> None:
    _look_at(event.person_id)


@on(AddressChanged)
def look_at_new_address(event: AddressChanged) -> None:
    _look_at(event.person_id, is_new_address=True)


@on(DomainsChanged)
def look_at_members(event: DomainsChanged) -> None:
    for person in list_members_to_look_at(event.organisation_id):
        look_again(person)


def _look_at(person_id: int, *, is_new_address: bool = False) -> None:
    """Whoever was forgotten meanwhile works nowhere."""
    if person := db.session.get(Person, person_id):
        look_again(person, is_new_address=is_new_address)
