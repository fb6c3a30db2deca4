"""Following things: spaces, topics, themes. Who hears what about them is said in `notifications/`.

`target_id` names a row, `code` what has no row: a theme.
"""
from collections.abc import Iterable

from cop.base.db import add, db, insert_or_lift
from cop.people.models import Person
from cop.spaces.levels import Level
from cop.spaces.models import Following
from cop.spaces.queries import find_following, list_followings

#: Somebody follows one thing once.
OF_ONE = ("kind", "target_id", "code", "person_id")


def choose_level(person: Person, kind: str, target_id: int = 0, *, code: str = "",
                 level: Level) -> Following:
    """Follow a thing as closely as somebody says; it counts until they say otherwise."""
    following = _following(person, kind, target_id, code)
    following.level, following.is_chosen = level, True
    return following


def take_part(person: Person, kind: str, target_id: int, *, level: Level) -> None:
    """Follow a thing at least this closely, unless its level was chosen."""
    insert_or_lift(Following, {
        "person_id": person.id, "kind": kind, "target_id": target_id, "level": level,
        "is_chosen": False}, key=OF_ONE, lift="level", unless="is_chosen")


def follow(person: Person, kind: str, target_id: int) -> None:
    """Watch a thing; doing it twice changes nothing."""
    choose_level(person, kind, target_id, level=Level.WATCHING)


def unfollow(person: Person, kind: str, target_id: int) -> None:
    """Forget what was chosen for a thing."""
    following = find_following(person, kind, target_id)
    if following is not None:
        db.session.delete(following)


def follow_too(kind: str, target_id: int, new_id: int, *, people: Iterable[int] = ()) -> None:
    """Let who follows a thing follow another one as closely; and let these people track it."""
    already = {row.person_id for row in list_followings(kind, new_id)}
    levels = dict.fromkeys(people, (Level.TRACKING, False))
    levels |= {row.person_id: (row.level, row.is_chosen)
               for row in list_followings(kind, target_id)}
    for person_id in sorted(levels.keys() - already):
        level, is_chosen = levels[person_id]
        add(Following(person_id=person_id, kind=kind, target_id=new_id, level=level,
                      is_chosen=is_chosen))


def unite_followers(kind: str, old_id: int, target_id: int) -> None:
    """Let who follows a thing that goes into another follow that one, as closely as either."""
    already = {row.person_id: row for row in list_followings(kind, target_id)}
    for row in list_followings(kind, old_id):
        if other := already.get(row.person_id):
            other.level = max(other.level, row.level)
            db.session.delete(row)
        else:
            row.target_id = target_id
    db.session.flush()


def _following(person: Person, kind: str, target_id: int, code: str) -> Following:
    found = find_following(person, kind, target_id, code)
    return found or add(Following(person_id=person.id, kind=kind, target_id=target_id, code=code,
                                  level=Level.NORMAL, is_chosen=False))
