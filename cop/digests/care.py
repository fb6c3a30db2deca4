"""Digests in somebody's care (see `base/care.py`): they go on with those of its regions."""
from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from cop.base.audit import record
from cop.base.care import Held
from cop.base.verdict import Verdict, require
from cop.digests.models import Digest
from cop.digests.policy import may_look_after, may_make_digest
from cop.digests.queries.digests import get_any_digest, list_desks_left, list_desks_of
from cop.digests.words import title_of
from cop.people.models import Person

NAME = _l("Digest")


def held_by(person: Person, thing_id: int | None = None) -> Iterable[Held]:
    return map(_held, list_desks_of(person, thing_id))


def left_alone(thing_id: int | None = None) -> Iterable[Held]:
    return map(_held, list_desks_left(thing_id))


def may_take(successor: Person, thing_id: int) -> Verdict:
    """Roles are given by administrators: who takes it manages these regions already."""
    return may_look_after(successor, get_any_digest(thing_id))


def name_successor(actor: Person | None, thing_id: int, successor: Person) -> None:
    digest = get_any_digest(thing_id)
    if actor is not None:
        require(may_make_digest(actor, digest.regions, digest.space))
    require(may_look_after(successor, digest))
    digest.made_by_id = successor.id
    record(actor.id if actor else None, "digest.handed_over", digest, maker=successor.id)


def _held(digest: Digest) -> Held:
    return Held(kind="digest", id=digest.id, title=title_of(digest), language="",
                address=f"/digests/{digest.id}", regions=tuple(digest.regions),
                space_id=digest.space_id)
