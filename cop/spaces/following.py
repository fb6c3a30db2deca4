"""Watching things: spaces, topics, cases. Who hears what about them is said in `notifications/`."""
from cop.base.db import add, db
from cop.people.models import Person
from cop.spaces.models import Following
from cop.spaces.queries import find_following


def follow(person: Person, kind: str, target_id: int) -> None:
    """Watch a thing; doing it twice changes nothing."""
    if find_following(person, kind, target_id) is None:
        add(Following(person_id=person.id, kind=kind, target_id=target_id))


def unfollow(person: Person, kind: str, target_id: int) -> None:
    following = find_following(person, kind, target_id)
    if following is not None:
        db.session.delete(following)
