"""Spaces in somebody's care (see `base/care.py`): they own them."""
from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from cop.base.care import Held
from cop.base.verdict import ALLOW, Verdict
from cop.people.models import Person
from cop.spaces.models import Space
from cop.spaces.queries import get_any_space, list_owned_alone, list_ownerless
from cop.spaces.service import appoint

NAME = _l("Space")


def held_by(person: Person, thing_id: int | None = None) -> Iterable[Held]:
    return map(_held, list_owned_alone(person, thing_id))


def left_alone(thing_id: int | None = None) -> Iterable[Held]:
    return map(_held, list_ownerless(thing_id))


def may_take(successor: Person, thing_id: int) -> Verdict:
    """Whoever is a member of the community can own a space."""
    get_any_space(thing_id)
    return ALLOW


def name_successor(actor: Person | None, thing_id: int, successor: Person) -> None:
    """They own it, and belong to it; what others hold there stays."""
    appoint(actor, get_any_space(thing_id), successor, "owner")


def _held(space: Space) -> Held:
    return Held(kind="space", id=space.id, title=space.name, language=space.language,
                address=f"/spaces/{space.slug}", regions=tuple(space.regions))
