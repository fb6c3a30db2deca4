"""Watching things: spaces, topics, cases. Who hears what about them is said in `notifications/`."""
from collections.abc import Iterable

from cop.base.db import add, db
from cop.people.models import Person
from cop.spaces.models import Following
from cop.spaces.queries import find_following, list_followings


def follow(person: Person, kind: str, target_id: int) -> None:
    """Watch a thing; doing it twice changes nothing."""
    if find_following(person, kind, target_id) is None:
        add(Following(person_id=person.id, kind=kind, target_id=target_id))


def unfollow(person: Person, kind: str, target_id: int) -> None:
    following = find_following(person, kind, target_id)
    if following is not None:
        db.session.delete(following)


def follow_too(kind: str, target_id: int, new_id: int, *, people: Iterable[int] = ()) -> None:
    """Let who follows a thing, and these people, follow another one, too."""
    followers = {row.person_id for row in list_followings(kind, target_id)} | set(people)
    already = {row.person_id for row in list_followings(kind, new_id)}
    for person_id in sorted(followers - already):
        add(Following(person_id=person_id, kind=kind, target_id=new_id))


def unite_followers(kind: str, old_id: int, target_id: int) -> None:
    """Let who follows a thing that goes into another follow that one."""
    already = {row.person_id for row in list_followings(kind, target_id)}
    for row in list_followings(kind, old_id):
        if row.person_id in already:
            db.session.delete(row)
        else:
            row.target_id = target_id
    db.session.flush()
