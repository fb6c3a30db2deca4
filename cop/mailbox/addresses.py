"""The addresses people write to, and what each says. They are made of ids and signed.

An address for new topics is good until its owner's password changes.
"""
from cop.base import mail
from cop.base.mail_addresses import SignedAddress
from cop.people.models import Person
from cop.spaces.models import Space

#: purpose → how many numbers such an address has
PURPOSES = {"reply": 3, "new": 2, "bounce": 1}
LARGEST_ID = 2**31 - 1


def new_topic_address(person: Person, space: Space) -> str:
    """What this person sends there opens a topic in the space; empty where no mail comes in."""
    return mail.address_of_ours("new", person.id, space.id, extra=person.fs_uniquifier)


def read_own(address: str) -> SignedAddress | None:
    """An address that is one of ours by its form and, as far as can be told without asking who
    owns it, by its signature."""
    found = mail.read_address_of_ours(address)
    if found is None or len(found.numbers) != PURPOSES.get(found.purpose):
        return None
    if max(found.numbers) > LARGEST_ID:
        return None
    return found if found.purpose == "new" or mail.was_made_by_us(found) else None
